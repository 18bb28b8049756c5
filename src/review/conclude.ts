import type { Severity } from '../core/flow.ts';

/** From which severity on a finding fails the check run; `secrets`: only what blocks by nature. */
export type FailOn = 'secrets' | Severity | 'never';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, notice: 2 };

export function isBlocking(severity: Severity, blocksByNature: boolean, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  if (blocksByNature && severity === 'error') return true;
  return failOn !== 'secrets' && RANK[severity] <= RANK[failOn];
}
