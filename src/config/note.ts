import type { z } from 'zod';

/** What the JSON Schema says of a part, beside what follows from its type. */
export interface Note {
  /** Name under `$defs`, for parts that are used in many places. */
  readonly id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly deprecated?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

export type Notes = z.core.$ZodRegistry<Note>;
