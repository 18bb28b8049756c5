import { createHash } from 'node:crypto';
import type { CheckInfo } from '../core/check-info.ts';
import type { CheckId } from '../core/flow.ts';
import { matcher } from '../core/globs.ts';
import { chapterKey, type Config, PRESETS, type Rules } from './config.ts';
import { type Effective, resolveCheck } from './effective.ts';

/** A configuration compiled for many questions. */
export interface Settings {
  /** The path is left out of the review. */
  excluded(path: string): boolean;
  /**
   * What holds for a check on a path; without a path, what holds where no override applies. Equal answers are one object.
   * @throws RangeError for an id that is none of the checks.
   */
  check(id: CheckId, path?: string): Effective;
  /** Checks that may be on for some path, in their given order. */
  enabledAnywhere(): readonly CheckId[];
  /** 16 hex digits that change with everything that a report depends on: all but how pull requests are spoken to. */
  fingerprint(): string;
}

export function settingsFor(config: Config, checks: readonly CheckInfo[]): Settings {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const overrides = config.overrides.map((rules) => ({ rules, matches: matcher(rules.paths) }));
  const layersOf = remember((path: string) =>
    overrides.filter(({ matches }) => matches(path)).map(({ rules }) => rules),
  );
  const answers = new Map<string, Effective>();

  return {
    excluded: remember(matcher(config.exclude)),
    check(id, path) {
      const check = byId.get(id);
      if (!check) throw new RangeError(`no check is called ${id}`);
      const layers = path === undefined ? [] : layersOf(path);
      const key = `${id} ${layers.map((rules) => config.overrides.indexOf(rules)).join()}`;
      const answer = answers.get(key) ?? resolveCheck(check, [config, ...layers]);
      answers.set(key, answer);
      return answer;
    },
    enabledAnywhere: () => checks.filter((check) => mayBeOn(check, config)).map((check) => check.id),
    fingerprint: () => fingerprintOf(config),
  };
}

/** Every override is taken as one that may apply or not, whatever its paths. */
function mayBeOn(check: CheckInfo, config: Config): boolean {
  const layers: readonly Rules[] = [config, ...config.overrides];
  const levels = layers.flatMap((rules) => rules.checks[check.id]?.level ?? []);
  if (levels.some((level) => level !== 'off')) return true;
  // Where the file's own rules speak of the check, its chapter and the preset have no say anywhere.
  if (config.checks[check.id]?.level !== undefined) return false;
  const chapters = layers.map((rules) => rules.chapters[chapterKey(check.chapter)]);
  // Without a word at the top, the chapter is left to the check where no override applies.
  const [top, ...others] = chapters;
  if (top === 'off' && others.every((level) => level === undefined || level === 'off')) return false;
  return layers.some(
    (rules) => rules.preset !== undefined && PRESETS.indexOf(rules.preset) >= PRESETS.indexOf(check.preset),
  );
}

/** Keys that say when and how a pull request is spoken to, and nothing of what is found. */
const CONVERSATION = {
  maxComments: null,
  commentFrom: null,
  onError: null,
  drafts: null,
  bots: null,
  labels: null,
  notDismissible: null,
} satisfies Partial<Record<keyof Config, null>>;

function fingerprintOf(config: Config): string {
  return createHash('sha256')
    .update(canonical({ ...config, ...CONVERSATION }))
    .digest('hex')
    .slice(0, 16);
}

/** JSON in which the order of keys counts for nothing. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join()}}`;
}

function remember<T>(ask: (path: string) => T): (path: string) => T {
  const answers = new Map<string, T>();
  return (path) => {
    const known = answers.get(path);
    if (known !== undefined) return known;
    const answer = ask(path);
    answers.set(path, answer);
    return answer;
  };
}
