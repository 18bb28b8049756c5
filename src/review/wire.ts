import type { FileTask } from './task.ts';

/**
 * A task as it goes to a thread. What the checks are told and what the project says is the same for most files of a change, and
 * long: as a text it is made once, sent as a copy of bytes, and read once in each thread.
 */
export interface WiredTask extends Omit<FileTask, Shared> {
  /** JSON by name. */
  readonly shared: Readonly<Record<Shared, string>>;
}

const SHARED = ['checks', 'collect', 'project'] as const;
type Shared = (typeof SHARED)[number];

const texts = new WeakMap<object, string>();

/** JSON of an object that nobody changes, made once. */
function textOf(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}

export function wire({ checks, collect, project, ...own }: FileTask): WiredTask {
  return { ...own, shared: { checks: textOf(checks), collect: textOf(collect), project: textOf(project) } };
}

/** Texts that a thread keeps apart; a pull request has few. */
const MOST_KEPT = 100;
const kept = new Map<string, unknown>();

function read(text: string): unknown {
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const value: unknown = JSON.parse(text);
  kept.set(text, value);
  return value;
}

export function unwire({ shared, ...own }: WiredTask): FileTask {
  const parts = Object.fromEntries(SHARED.map((name) => [name, read(shared[name])]));
  // `wire` made them of these parts of a task.
  return { ...own, ...(parts as Pick<FileTask, Shared>) };
}
