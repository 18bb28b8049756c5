/** What a capture should read; made from the enabled checks and the configuration. */
export interface CaptureRequest {
  /** Some enabled check wants the text of this changed file. */
  wants(path: string): boolean;
  /** Some enabled check wants this file although the change leaves it alone. */
  needs(path: string): boolean;
  /** Larger files are skipped, with the reason. */
  readonly maxFileBytes: number;
  /** Unchanged files read at most, nearest to the repository root first. */
  readonly maxContextFiles: number;
}

export const CAPTURE_LIMITS = { maxFileBytes: 1_000_000, maxContextFiles: 200 } as const;
