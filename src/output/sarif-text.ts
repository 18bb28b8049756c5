import { plainProse } from '../docs/markdown.ts';

export interface SarifMessage {
  readonly text: string;
  readonly markdown?: string;
}

/**
 * A sentence as SARIF's plain text, in which `[a](b)` is a link and `{0}` a placeholder: both are taken apart where they occur.
 * Elsewhere brackets and braces stay as they are, because few viewers take the escapes out again.
 */
export function sarifText(text: string): SarifMessage {
  const plain = plainProse(text);
  const linkless = plain.includes('](') ? plain.replace(/[[\]]/g, '\\$&') : plain;
  return { text: linkless.replace(/\{(\d+)\}/g, '{{$1}}') };
}

/** A path relative to the repository root as a relative URI. */
export function sarifUri(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
