/** What a capture should read; made from the enabled checks and the configuration. */
export interface CaptureRequest {
  /** Some enabled check wants the text of this changed file. */
  wants(path: string): boolean;
  /** Some enabled check wants this file although the change leaves it alone. */
  needs(path: string): boolean;
  /** As `needs`, for a file that stands in a folder of a changed file or above it; the nearest are read first. */
  needsAbove?(path: string): boolean;
  /** Paths of further files to be read at head, which follow from the text of one that was read. */
  leadsTo?(path: string, text: () => string): readonly string[];
  /** Larger files are skipped, with the reason. */
  readonly maxFileBytes: number;
  /** Unchanged files read at most, nearest to the repository root first. */
  readonly maxContextFiles: number;
  /** Changed files read at most, in the order of their paths; all where absent. */
  readonly maxChangedFiles?: number;
}

export const CAPTURE_LIMITS = { maxFileBytes: 1_000_000, maxContextFiles: 200, maxChangedFiles: 3_000 } as const;
