import type { Conclusion, Finding } from './flow.ts';

/** How a check run ends for these findings. */
export function conclude(findings: readonly Finding[]): Conclusion {
  if (findings.some(({ blocking }) => blocking)) return 'failure';
  return findings.length > 0 ? 'neutral' : 'success';
}
