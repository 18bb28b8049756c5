import { clean, compare, satisfies, valid, validRange } from '@renovatebot/pep440';

/** Versions and specifiers of PEP 440. Nothing here throws: what cannot be read is undefined. */

/** Negative if `a` is older than `b`; undefined where one of them is no version. */
export function compareVersions(a: string, b: string): number | undefined {
  return isVersion(a) && isVersion(b) ? compare(a, b) : undefined;
}

export function isVersion(text: string): boolean {
  return valid(text) !== null;
}

/** Whether a version lies in a range; a prerelease counts like any other version. Undefined where one of the two cannot be read. */
export function satisfiesSpecifier(version: string, specifier: string): boolean | undefined {
  if (!isVersion(version) || !validRange(specifier)) return undefined;
  // The package and pip differ on `>1.0.dev0`; nobody writes it, so nothing is said.
  if (/(?:^|,)\s*>\s*[^=,]*(?:dev|a|b|rc)\d/i.test(specifier)) return undefined;
  return satisfies(version, specifier, { prereleases: true });
}

const CLAUSE = /^(===|==|!=|~=|<=|>=|<|>)\s*(\S+)$/;

/**
 * A specifier in one form for all that mean the same clauses: without spaces, versions in their normal form and without zeros
 * at the end, sorted. Undefined for what is not a specifier of PEP 440; empty for an empty one.
 */
export function canonicalSpecifier(text: string): string | undefined {
  const clauses = new Set<string>();
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const [, operator = '', written = ''] = CLAUSE.exec(part.trim()) ?? [];
    const version = canonicalVersion(operator, written);
    if (version === undefined) return undefined;
    clauses.add(operator + version);
  }
  return [...clauses].sort().join(',');
}

function canonicalVersion(operator: string, written: string): string | undefined {
  if (operator === '') return undefined;
  if (operator === '===') return written;
  const wildcard = written.endsWith('.*');
  const version = clean(wildcard ? written.slice(0, -2) : written);
  if (version === null) return undefined;
  if (wildcard) return operator === '==' || operator === '!=' ? `${version}.*` : undefined;
  // To `~=` the number of parts means something.
  return operator === '~=' ? version : version.replace(/^((?:\d+!)?\d+(?:\.\d+)*?)(?:\.0)+$/, '$1');
}
