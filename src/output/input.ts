import type { Report } from '../core/flow.ts';
import type { Book } from '../docs/book.ts';

/** What every output is made from. */
export interface OutputInput extends Book {
  readonly report: Report;
  /** Our own version. */
  readonly version: string;
}
