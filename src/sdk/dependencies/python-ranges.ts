import { satisfiesSpecifier } from '../../core/versions.ts';

export { compareVersions } from '../../core/versions.ts';

/** Patch releases that a minor version is tried with. */
const PATCHES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30];

/**
 * Whether some release of a minor version (`3.12`) lies in a range, written as PEP 440 or as Poetry has it (`^3.11`, `~3.11`, `||`).
 * Undefined for a range that cannot be read.
 */
export function admitsPython(range: string, minor: string): boolean | undefined {
  let known = true;
  for (const alternative of range.split(/\|\|?/)) {
    const specifier = toPep440(alternative.trim());
    for (const patch of PATCHES) {
      const holds = specifier === undefined ? undefined : satisfiesSpecifier(`${minor}.${patch}`, specifier);
      if (holds) return true;
      known &&= holds !== undefined;
    }
  }
  return known ? false : undefined;
}

/** Whether a version of a package lies in a range, written as PEP 440, Poetry or Pipenv have it. Undefined where one of the two cannot be read. */
export function admitsVersion(range: string, version: string): boolean | undefined {
  const holds = new Set(
    range.split(/\|\|?/).map((alternative) => {
      const specifier = toPep440(alternative.trim());
      return specifier === undefined ? undefined : satisfiesSpecifier(version, specifier);
    }),
  );
  return holds.has(true) ? true : holds.has(undefined) ? undefined : false;
}

/** The oldest minor version of Python 3 in a range; undefined where it has no lower end or cannot be read. */
export function lowestPython(range: string): string | undefined {
  if (admitsPython(range, '2.7') !== false || !/\d/.test(range)) return undefined;
  const lowest = Array.from({ length: 30 }, (_, minor) => `3.${minor}`).find((minor) => admitsPython(range, minor));
  return lowest === '3.0' ? undefined : lowest;
}

function toPep440(range: string): string | undefined {
  const clauses = range.split(/\s*,\s*|\s+(?=[<>=!~^])/).filter((clause) => clause !== '');
  const specifiers = clauses.map((clause) => {
    const [, operator = '', version = ''] = /^(\^|~(?!=)|[<>=!~]=?=?|)\s*(\S+)$/.exec(clause) ?? [];
    if (operator === '^' || operator === '~') return bounded(operator, version);
    if (operator !== '') return `${operator === '=' ? '==' : operator}${version}`;
    return version === '*' ? '' : /^\d+(\.\d+)?$/.test(version) ? `==${version}.*` : `==${version}`;
  });
  return specifiers.includes(undefined) ? undefined : specifiers.filter((each) => each !== '').join(',');
}

/** `^3.11` ends before 4, `~3.11` before 3.12. */
function bounded(operator: '^' | '~', version: string): string | undefined {
  const parts = version.split('.').map(Number);
  const [major = 0, minor = 0] = parts;
  if (parts.some(Number.isNaN)) return undefined;
  const end = operator === '^' || parts.length === 1 ? `${major + 1}` : `${major}.${minor + 1}`;
  return `>=${version},<${end}`;
}
