import { createHash } from 'node:crypto';
import type { CheckId } from './flow.ts';

export interface FingerprintParts {
  readonly check: CheckId;
  readonly code?: string;
  /** The file's path at the merge base where it has one there, so that a rename changes nothing. */
  readonly lineage: string;
  /** Dotted name of the enclosing function, class, stage or table; empty at the top. */
  readonly symbol: string;
  /** The text that the finding is about. */
  readonly snippet: string;
  /** 0 for the first finding with all else equal, 1 for the second, … */
  readonly ordinal: number;
}

/** 16 hex digits of SHA-256. No line number goes in, and white space counts for nothing. */
export function fingerprint(parts: FingerprintParts): string {
  const snippet = parts.snippet.replace(/\s+/g, '');
  const fields = [parts.check, parts.code ?? '', parts.lineage, parts.symbol, snippet, String(parts.ordinal)];
  return createHash('sha256').update(fields.join('\0')).digest('hex').slice(0, 16);
}
