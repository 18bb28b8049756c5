import type { Example, OptionSpec, Preset, Sample } from '../core/check-info.ts';
import type { Fix, Severity, Span } from '../core/flow.ts';
import type { PathClass } from '../core/path-class.ts';

/** What a check yields; the rest of the finding is filled in from the check and the file. */
export interface Draft {
  readonly at: Span;
  /** One sentence in Markdown, present tense, at most 140 characters, no blame: what is wrong, and what to do if no fix says it. */
  readonly message: string;
  readonly fix?: Fix;
  /** The engine's code, where one check has several. */
  readonly code?: string;
  /** Lower than the check's own, where the case is weaker. */
  readonly severity?: Severity;
  /**
   * What makes it the same finding after the next push, where the text under `at` does not: the name of a dependency, say.
   * Goes into the fingerprint in place of that text.
   */
  readonly key?: string;
}

export type Drafts = Iterable<Draft> | undefined | void;

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** Values of a check's options, the configuration's over the defaults. */
export type OptionValues<O extends OptionSpecs> = {
  readonly [K in keyof O]: O[K]['type'] extends 'integer'
    ? number
    : O[K]['type'] extends 'boolean'
      ? boolean
      : readonly string[];
};

/** What all kinds of checks say of themselves. */
export interface Meta<O extends OptionSpecs> {
  /** What is wrong, as a heading: "`asyncio.get_event_loop()` in a coroutine". */
  readonly title: string;
  /** The chapter's bullet that it belongs to, as `chapter.ts` spells it. */
  readonly bullet: string;
  readonly severity: Severity;
  /** The smallest preset that has it: recommended ⊂ strict ⊂ all. */
  readonly preset: Preset;
  /** Why it matters, in one or two sentences. */
  readonly why: string;
  /** When the code is right as it is. */
  readonly whenNotTo: string;
  /** It offers fixes, for some findings at least. */
  readonly fixes?: boolean;
  /** A finding fails the check run even where nothing is configured. For secrets only. */
  readonly blocks?: boolean;
  /** What it flags may be a credential: the text under the finding is neither shown nor hashed. */
  readonly secret?: boolean;
  /**
   * `file` (the default): everything that the merge base did not have, wherever it stands.
   * `changed-lines`: only findings that touch a line of the change.
   */
  readonly reach?: 'file' | 'changed-lines';
  /** Globs that narrow the kind's own files; `text` checks must have them or take every text file. */
  readonly files?: readonly string[];
  /** Classes of files that are left out, beside `generated`, `vendored`, `fixture` and `template`, which always are unless named in `includes`. */
  readonly excludes?: readonly PathClass[];
  readonly includes?: readonly PathClass[];
  readonly options?: O;
  /** Earlier ids; configuration and suppressions that use them still work. */
  readonly formerly?: readonly string[];
  /** Tests and documentation at once. */
  readonly examples: readonly Example[];
  /** Near misses that must stay silent. */
  readonly quiet: readonly Sample[];
}

/** The options of the check that is running. */
export interface WithOptions<O extends OptionSpecs> {
  readonly options: OptionValues<O>;
}
