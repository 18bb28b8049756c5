import type { Finding } from '../core/flow.ts';
import { compareSpans } from '../core/span.ts';
import { SEVERITIES } from './words.ts';

/** By code units, so that it is the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By path, then from top to bottom. */
export function byPlace(a: Finding, b: Finding): number {
  return (
    compareText(a.path, b.path) ||
    compareSpans(a.span, b.span) ||
    compareText(a.check, b.check) ||
    compareText(a.code ?? '', b.code ?? '') ||
    compareText(a.message, b.message) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

/** What matters most comes first; among equals, by place. */
export function worstFirst(a: Finding, b: Finding): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || byPlace(a, b);
}
