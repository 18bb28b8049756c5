import type { CheckInfo, ChapterInfo, Preset } from '../core/check-info.ts';
import type { Severity } from '../core/flow.ts';

/** Where a repository keeps its configuration. */
export const CONFIG_PATH = '.github/chapter-and-verse.yml';

export const LEVELS = ['off', 'notice', 'warning', 'error'] as const satisfies readonly (Severity | 'off')[];
export type Level = (typeof LEVELS)[number];

/** From the smallest to the largest; each has all of those before it. */
export const PRESETS = ['recommended', 'strict', 'all'] as const satisfies readonly Preset[];

export const FAIL_ON = ['secrets', 'error', 'warning', 'notice', 'never'] as const;
/** The weakest finding that fails the check run; `secrets` stands for checks that block by nature, whatever their level. */
export type FailOn = (typeof FAIL_ON)[number];

/** What a review of a kind of pull request says: comments and the check run, the check run alone, or only that there was none. */
export const MODES = ['comment', 'check', 'skip'] as const;
export type Mode = (typeof MODES)[number];

export const COMMENT_FROM = ['error', 'warning', 'notice', 'never'] as const;
/** The weakest finding that gets an inline comment; weaker ones are annotations. */
export type CommentFrom = (typeof COMMENT_FROM)[number];

export const ON_ERROR = ['neutral', 'failure'] as const;
/** Conclusion of a review that broke off through no fault of the change. */
export type OnError = (typeof ON_ERROR)[number];

/** More inline comments than this are never posted in one review. */
export const MOST_COMMENTS = 50;

/** What the file says of one check. Options that it leaves out keep their default. */
export interface CheckSetting {
  readonly level?: Level;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Statements that hold for the whole repository or, in an override, for some paths. */
export interface Rules {
  readonly preset?: Preset;
  /** By chapter key: `ch07`. */
  readonly chapters: Readonly<Record<string, Level>>;
  /** By present check id; former ids are already renamed. */
  readonly checks: Readonly<Record<string, CheckSetting>>;
}

export interface Override extends Rules {
  readonly paths: readonly string[];
}

/** A valid configuration with its defaults filled in. Plain data: it can be cloned, compared and written to JSON. */
export interface Config extends Rules {
  readonly preset: Preset;
  readonly failOn: FailOn;
  /** Inline comments per review, from 0 to 50. */
  readonly maxComments: number;
  readonly commentFrom: CommentFrom;
  readonly onError: OnError;
  /** Draft pull requests. */
  readonly drafts: Mode;
  /** Pull requests that a bot opened. */
  readonly bots: Mode;
  /** Pull requests with a label, by its name in lower case; of several modes that apply, the quietest holds. */
  readonly labels: Readonly<Record<string, Mode>>;
  /** Ids of checks and keys of chapters whose findings nobody can dismiss on a pull request. */
  readonly notDismissible: readonly string[];
  /** Globs of files that are not reviewed. */
  readonly exclude: readonly string[];
  /** In the order of the file; later ones win. */
  readonly overrides: readonly Override[];
}

/** What a configuration may speak of. */
export interface Known {
  readonly checks: readonly CheckInfo[];
  readonly chapters: readonly ChapterInfo[];
}

/** What holds for a repository without a configuration file. */
export function defaultConfig(): Config {
  return {
    preset: 'recommended',
    failOn: 'secrets',
    maxComments: 25,
    commentFrom: 'warning',
    onError: 'neutral',
    drafts: 'check',
    bots: 'check',
    labels: {},
    notDismissible: [],
    exclude: [],
    chapters: {},
    checks: {},
    overrides: [],
  };
}

/** The name by which the file speaks of a chapter: 7 is `ch07`. */
export function chapterKey(number: number): string {
  return `ch${String(number).padStart(2, '0')}`;
}
