import type { CheckInfo } from '../core/check-info.ts';
import type { CheckSetting, Config, Override, Rules } from './config.ts';
import type { RawConfig, RawOverride, RawRules } from './schema.ts';

type RawSetting = NonNullable<NonNullable<RawRules['checks']>[string]>;

/** Former check ids → the present ones. */
export function renamedChecks(checks: readonly CheckInfo[]): ReadonlyMap<string, string> {
  return new Map(checks.flatMap((check) => check.formerly.map((id) => [id, check.id] as const)));
}

/** The file's statements over a configuration: chapters, checks and options by key, lists as a whole. */
export function mergeConfig(base: Config, raw: RawConfig, renamed: ReadonlyMap<string, string>): Config {
  const rules = rulesOf(raw, renamed);
  return {
    preset: raw.preset ?? base.preset,
    failOn: raw.fail_on ?? base.failOn,
    maxComments: raw.max_comments ?? base.maxComments,
    commentFrom: raw.comment_from ?? base.commentFrom,
    onError: raw.on_error ?? base.onError,
    drafts: raw.drafts ?? base.drafts,
    bots: raw.bots ?? base.bots,
    labels: { ...base.labels, ...labelsOf(raw) },
    notDismissible: raw.not_dismissible?.map((name) => renamed.get(name) ?? name) ?? base.notDismissible,
    exclude: raw.exclude ?? base.exclude,
    chapters: { ...base.chapters, ...rules.chapters },
    checks: mergeChecks(base.checks, rules.checks),
    overrides: raw.overrides?.map((override) => overrideOf(override, renamed)) ?? base.overrides,
  };
}

/** GitHub does not tell labels apart by case. */
function labelsOf({ labels }: RawConfig): Config['labels'] {
  return Object.fromEntries(definedEntries(labels).map(([name, mode]) => [name.toLowerCase(), mode]));
}

function mergeChecks(base: Rules['checks'], over: Rules['checks']): Rules['checks'] {
  const merged = { ...base };
  for (const [id, setting] of Object.entries(over)) {
    const options = { ...merged[id]?.options, ...setting.options };
    merged[id] = { ...merged[id], ...setting, options };
  }
  return merged;
}

function overrideOf(raw: RawOverride, renamed: ReadonlyMap<string, string>): Override {
  return { paths: raw.paths, ...rulesOf(raw, renamed) };
}

function rulesOf(raw: RawRules, renamed: ReadonlyMap<string, string>): Rules {
  const checks = definedEntries(raw.checks).map(
    ([id, setting]) => [renamed.get(id) ?? id, settingOf(setting)] as const,
  );
  return {
    ...(raw.preset !== undefined && { preset: raw.preset }),
    chapters: Object.fromEntries(definedEntries(raw.chapters)),
    checks: Object.fromEntries(checks),
  };
}

function settingOf(raw: RawSetting): CheckSetting {
  if (typeof raw === 'string') return { level: raw, options: {} };
  const { level, ...options } = raw;
  return { ...(level !== undefined && { level }), options: Object.fromEntries(definedEntries(options)) };
}

function definedEntries<T>(
  record: Readonly<Record<string, T | undefined>> | undefined,
): readonly (readonly [string, T])[] {
  return Object.entries(record ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}
