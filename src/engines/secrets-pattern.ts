/**
 * One known format of a credential. The expression is global, needs no more than linear time, and takes the credential
 * itself in group 1 where it matches more than that. A format that proves little by itself asks for a word near it (`context`).
 */
export interface SecretPattern {
  /** Stable id: part of the public behaviour, never renamed. */
  readonly id: string;
  readonly label: string;
  /** A file without any of these texts is not searched. Case counts. */
  readonly keywords: readonly string[];
  readonly expression: RegExp;
  /** A word that the file must have, in any case, beside the keyword. */
  readonly context?: string;
  /** Says more than the expression can; a match that is no credential is dropped, one that only tests use is `fake`. */
  readonly judge?: (match: string) => 'drop' | 'fake' | 'real';
}

/** A credential that starts with a prefix of its own and stands free of other word characters. */
export function prefixed(id: string, label: string, prefix: string, rest: string): SecretPattern {
  const source = `(?<![A-Za-z0-9_])${escape(prefix)}${rest}(?![A-Za-z0-9_])`;
  return { id, label, keywords: [prefix], expression: new RegExp(source, 'g') };
}

/** The same for several prefixes of one issuer. */
export function prefixedByAny(id: string, label: string, prefixes: readonly string[], rest: string): SecretPattern {
  const source = `(?<![A-Za-z0-9_])(?:${prefixes.map(escape).join('|')})${rest}(?![A-Za-z0-9_])`;
  return { id, label, keywords: prefixes, expression: new RegExp(source, 'g') };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
