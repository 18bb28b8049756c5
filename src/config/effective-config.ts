import { stringify } from 'yaml';
import type { CheckInfo } from '../core/check-info.ts';
import type { Config, Override } from './config.ts';
import { type Effective, resolveCheck } from './effective.ts';
import { settingsFor } from './settings.ts';

/**
 * The configuration as YAML with nothing left implicit: every check with its level and options. Under `overrides`, what is
 * different where that override alone applies. It can be read again as a configuration.
 */
export function effectiveConfig(config: Config, checks: readonly CheckInfo[]): string {
  return toYaml(effectiveOf(config, checks));
}

export function toYaml(data: unknown): string {
  return stringify(data, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** The same as plain data. */
export function effectiveOf(config: Config, checks: readonly CheckInfo[]): object {
  const sorted = checks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const overrides = config.overrides.map((override) => ({
    paths: override.paths,
    checks: differences(config, override, sorted),
  }));
  return {
    preset: config.preset,
    fail_on: config.failOn,
    max_comments: config.maxComments,
    comment_from: config.commentFrom,
    on_error: config.onError,
    drafts: config.drafts,
    bots: config.bots,
    labels: config.labels,
    not_dismissible: config.notDismissible,
    exclude: config.exclude,
    checks: Object.fromEntries(sorted.map((check) => [check.id, settingOf(resolveCheck(check, [config]))])),
    overrides,
  };
}

/** What holds for one path, as plain data: every check with its level and options there, and whether the path is reviewed. */
export function effectiveAt(config: Config, checks: readonly CheckInfo[], path: string): object {
  const settings = settingsFor(config, checks);
  const sorted = checks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    path,
    excluded: settings.excluded(path),
    checks: Object.fromEntries(sorted.map(({ id }) => [id, settingOf(settings.check(id, path))])),
  };
}

function differences(
  config: Config,
  override: Override,
  checks: readonly CheckInfo[],
): Readonly<Record<string, unknown>> {
  const different = checks.flatMap((check) => {
    const above = resolveCheck(check, [config]);
    const here = resolveCheck(check, [config, override]);
    const options = Object.fromEntries(
      Object.entries(here.options).filter(([name, value]) => !isEqual(value, above.options[name])),
    );
    const isSame = here.level === above.level && Object.keys(options).length === 0;
    return isSame ? [] : [[check.id, settingOf({ ...here, options })] as const];
  });
  return Object.fromEntries(different);
}

function settingOf({ level, options }: Effective): unknown {
  return Object.keys(options).length === 0 ? level : { level, ...options };
}

/** Option values are scalars or lists of texts. */
function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
