import type { Json, SourceFile } from '../core/facts.ts';
import type { CheckId, Skip, Span } from '../core/flow.ts';
import { EngineTrap } from '../core/parsed.ts';
import type { Draft } from '../sdk/check.ts';
import type { FileKind } from '../sdk/kinds.ts';
import type { Catalogue, LoadedCheck } from '../sdk/load.ts';
import { isAnswered } from './answers.ts';
import type { DraftedFinding } from './emit.ts';
import type { FileTask, SelectedCheck } from './task.ts';

/** The engines that a file can pass through; each can be left out for a file that broke it. */
export const STAGES = ['ruff', 'python', 'toml', 'yaml', 'dockerfile', 'requirements', 'text'] as const;
export type Stage = (typeof STAGES)[number];

/** A selected check with its code and the options it runs with. */
export interface Running {
  readonly selected: SelectedCheck;
  readonly loaded: LoadedCheck;
}

/** A task with the checks that it names. */
export interface Work {
  readonly task: FileTask;
  readonly running: readonly Running[];
  /** Whole-change checks that take a fact from this file. */
  readonly collecting: readonly Running[];
  readonly catalogue: Catalogue;
}

/** What the passes over one file gather. */
export interface Gathering {
  readonly source: SourceFile;
  readonly drafted: DraftedFinding[];
  readonly skips: Skip[];
  readonly facts: Record<CheckId, Json>;
  parses: boolean;
  /** Words that were looked for and found in the text; see `findSecrets`. */
  words?: ReadonlySet<string>;
  /** Says which engine is at work from here on. */
  enter(stage: Stage): void;
  /** Tells comments from strings that look like them; by grammar where there is one. */
  isComment(line: number, col: number): boolean;
}

/** The same facts with one check's options. */
export function withOptions<F extends SourceFile>(facts: F, options: unknown): F & { readonly options: unknown } {
  return withMore(facts, { options });
}

/** The same facts with more; what they have already is shared, not copied, and not asked for. */
export function withMore<F extends SourceFile, M extends object>(facts: F, more: M): F & M {
  // Object.create is typed `any`; what it gives has all of `facts` by inheritance.
  return Object.assign(Object.create(facts) as F, more);
}

/** Runs what one check does with a file; one that throws is a skip, and the others go on. */
export function gather(
  { selected, loaded }: Running,
  gathering: Gathering,
  body: () => Iterable<Draft> | undefined | void,
): void {
  guard(selected, gathering, () => {
    const { check, info } = loaded;
    const codes = check.on === 'python' ? (check.sameAs ?? []) : [];
    for (const draft of body() ?? [])
      if (!isAnswered(codes, draft.at, gathering.source.lines))
        gathering.drafted.push({ check: selected, draft, secret: info.secret });
  });
}

/** Takes a whole-change check's fact from a file. */
export function collect(run: Running, kind: FileKind, gathering: Gathering, facts: SourceFile): void {
  const { check, info } = run.loaded;
  if (check.on !== 'pull') return;
  guard(run.selected, gathering, () => {
    // The step's kind and the file's are the same word, which the type system cannot follow through a table.
    const steps = check.collect as
      | Readonly<Record<string, ((file: unknown) => Json | undefined) | undefined>>
      | undefined;
    const fact = steps?.[kind]?.(withOptions(facts, run.selected.options));
    if (fact !== undefined) gathering.facts[info.id] = fact;
  });
}

/** Keeps one check's failure from the others. Its message may quote the file, so only its name is told. */
function guard(selected: SelectedCheck, gathering: Gathering, body: () => void): void {
  try {
    body();
  } catch (error) {
    if (error instanceof EngineTrap) throw error;
    if (error instanceof Error && error.name === 'RuntimeError')
      throw new EngineTrap('python', 'the syntax tree broke', { cause: error });
    const name = error instanceof Error ? error.name : 'an unknown error';
    gathering.skips.push({
      what: selected.id,
      path: gathering.source.path,
      why: `the check failed here (${name}); please report it`,
    });
  }
}

export function unparsed(kind: string, path: string, message: string, span: Span): Skip {
  return { what: kind, path, why: `line ${span.line}, column ${span.col}: ${message}` };
}
