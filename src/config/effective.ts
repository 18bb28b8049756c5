import type { CheckInfo } from '../core/check-info.ts';
import { chapterKey, type Level, PRESETS, type Rules } from './config.ts';

/** What holds for one check on one path. */
export interface Effective {
  readonly level: Level;
  /** The configuration names the level, for the check or for its chapter; else it is the check's own, or the preset lacks it. */
  readonly explicit: boolean;
  /** Every option of the check: the configuration's value, else the default. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Resolves rules of which later ones win: an entry for the check beats one for its chapter, which beats the preset, wherever
 * they stand. A chapter's level does not turn on what the preset lacks; a check's does.
 */
export function resolveCheck(check: CheckInfo, layers: readonly Rules[]): Effective {
  const chapter = chapterKey(check.chapter);
  const own = layers.findLast((rules) => rules.checks[check.id]?.level !== undefined)?.checks[check.id]?.level;
  const chapters = layers.findLast((rules) => rules.chapters[chapter] !== undefined)?.chapters[chapter];
  const preset = layers.findLast((rules) => rules.preset !== undefined)?.preset ?? 'recommended';
  const has = PRESETS.indexOf(check.preset) <= PRESETS.indexOf(preset);
  const inherited = has ? (chapters ?? check.severity) : 'off';
  const options = layers.flatMap((rules) => Object.entries(rules.checks[check.id]?.options ?? {}));
  return {
    level: own ?? inherited,
    explicit: own !== undefined || (has && chapters !== undefined),
    options: Object.fromEntries([...defaultsOf(check), ...options]),
  };
}

function defaultsOf(check: CheckInfo): readonly (readonly [string, unknown])[] {
  return Object.entries(check.options).map(([name, spec]) => [name, spec.default]);
}
