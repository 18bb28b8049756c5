import type { Baseline, ChangedFile, CheckId, Finding, Snapshot } from '../core/flow.ts';
import type { Catalogue } from '../sdk/load.ts';
import type { ReviewSettings } from './selection.ts';
import type { FileResult } from './task.ts';

export interface Frozen {
  readonly kept: readonly Finding[];
  /** Findings that the baseline has. */
  readonly baselined: readonly Finding[];
}

/** Findings without those that stood in the code when the baseline was made. */
export function withoutBaseline(findings: readonly Finding[], baseline: Baseline): Frozen {
  const known = new Set(baseline.map(({ fingerprint }) => fingerprint));
  const isKnown = ({ fingerprint }: Finding): boolean => known.has(fingerprint);
  return { kept: findings.filter((finding) => !isKnown(finding)), baselined: findings.filter(isKnown) };
}

export interface MendedInput {
  readonly snapshot: Snapshot;
  readonly catalogue: Catalogue;
  readonly settings: ReviewSettings;
  /** What was analysed at head. */
  readonly subjects: readonly { readonly file: ChangedFile; readonly now: FileResult }[];
  /** All that was found at head, old and new. */
  readonly found: ReadonlySet<string>;
}

/**
 * Entries that no finding stands for any more: their file is gone, or was looked at by their check in vain. Silent on all that
 * was not looked at, so that an entry is never given up by mistake.
 */
export function mendedEntries(baseline: Baseline, input: MendedInput): Baseline {
  const { snapshot, catalogue, settings, subjects, found } = input;
  const whole = snapshot.base === '';
  const looked = new Map(
    subjects.flatMap(({ file, now }) =>
      now.parses && now.skips.length === 0
        ? [file.path, ...(file.previousPath === undefined ? [] : [file.previousPath])].map(
            (path) => [path, file] as const,
          )
        : [],
    ),
  );
  const isOfFiles = new Map(
    catalogue.checks.map(({ info, check }) => [info.id, check.on !== 'pull' && check.on !== 'suppressions']),
  );
  const wasLooked = (check: CheckId, path: string): boolean => {
    const file = looked.get(path);
    // A check of the whole change only sees all there is when all files are looked at.
    const isSeen = (isOfFiles.get(check) ?? false) ? file !== undefined : whole && file !== undefined;
    return isSeen && file !== undefined && settings.check(check, file.path).level !== 'off';
  };
  return baseline.filter(({ path, check, fingerprint }) => {
    if (found.has(fingerprint) || !isOfFiles.has(check)) return false;
    return (!snapshot.tree.has(path) && !looked.has(path)) || wasLooked(check, path);
  });
}
