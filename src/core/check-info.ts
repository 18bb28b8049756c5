import type { CheckId, Severity } from './flow.ts';

/** The presets nest: recommended ⊂ strict ⊂ all. */
export type Preset = 'recommended' | 'strict' | 'all';

/** Files by path; a file's text may mark the lines on which a finding must start with a `<-` comment. */
export type Files = Readonly<Record<string, string>>;

/** One file's text under the usual name, one under a name of its own, several files, or a change between two sets of files. */
export type Sample = string | PlacedText | Files | Change;

export interface PlacedText {
  readonly kind: 'placed';
  readonly path: string;
  readonly text: string;
}

export interface Change {
  readonly kind: 'change';
  readonly before: Files;
  readonly after: Files;
  readonly title?: string;
  readonly body?: string;
  readonly labels?: readonly string[];
}

export interface Example {
  readonly title: string;
  /** Marked lines are reported exactly; nothing else is. */
  readonly bad: Sample;
  /** Silent, parses, and is what the author would write instead. */
  readonly good: Sample;
}

export type OptionSpec =
  | {
      readonly type: 'integer';
      readonly default: number;
      readonly min: number;
      readonly max: number;
      readonly about: string;
    }
  | { readonly type: 'boolean'; readonly default: boolean; readonly about: string }
  | { readonly type: 'strings'; readonly default: readonly string[]; readonly about: string };

/** A check as data: for configuration, documentation, SARIF and comments. */
export interface CheckInfo {
  readonly id: CheckId;
  readonly chapter: number;
  readonly kind: string;
  readonly title: string;
  readonly bullet: string;
  readonly severity: Severity;
  readonly preset: Preset;
  readonly why: string;
  readonly whenNotTo: string;
  readonly fixes: boolean;
  /** Fails the check run even where nothing is configured. */
  readonly blocks: boolean;
  /** What it flags may be a credential: no output may show the text under its findings. */
  readonly secret: boolean;
  readonly codes: readonly string[];
  readonly examples: readonly Example[];
  /** Near misses: they look alike, are right, and must stay silent. */
  readonly quiet: readonly Sample[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly formerly: readonly string[];
  /** File name that a single-text example has when it names none. */
  readonly samplePath: string;
}

export interface ChapterInfo {
  readonly number: number;
  /** Folder name: `ch05-testing`. */
  readonly folder: string;
  readonly title: string;
  /** One paragraph: what the chapter asks of a code base. */
  readonly about: string;
  /** The chapter's bullets, which checks refer to. */
  readonly bullets: readonly string[];
}
