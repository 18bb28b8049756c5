import { satisfies, validRange } from '@renovatebot/pep440';

/** Minor versions that a range may start at, oldest first. */
const KNOWN = ['2.7', ...Array.from({ length: 21 }, (_, minor) => `3.${minor}`)];
/** The lowest minor version of a range in the notation of PEP 440 or of Poetry (`^3.11`, `~3.11`, `||`); undefined where it has no lower end. */
export function lowestPython(range: string): string | undefined {
  const lowest = new Set(range.split(/\|\|?/).map((part) => lowestOfAll(part.trim())));
  if (lowest.has(undefined)) return undefined;
  return KNOWN.find((version) => lowest.has(version));
}

function lowestOfAll(range: string): string | undefined {
  const clauses = range.split(/\s*,\s*|\s+(?=[<>=!~^])/).filter((clause) => clause !== '');
  const specifier = clauses.map(toPep440).join(',');
  if (!/(?:^|,)\s*(?:>|~=|==)/.test(specifier) || !validRange(specifier)) return undefined;
  const patches = [...specifier.matchAll(/\d+\.\d+\.(\d+)/g)].map((match) => match[1]);
  // A range can start within a minor version: `>=3.8.1`.
  return KNOWN.find((minor) =>
    ['0', ...patches, '99'].some((patch) => satisfies(`${minor}.${patch}`, specifier, { prereleases: true })),
  );
}

/** `^3.11` and `~3.11` start at 3.11; a bare version is that version. */
function toPep440(clause: string): string {
  if (/^\^|^~(?!=)/.test(clause)) return `>=${clause.slice(1).trim()}`;
  return /^\d+(?:\.\d+)?$/.test(clause)
    ? `==${clause}.*`
    : /^\d/.test(clause)
      ? `==${clause}`
      : clause.replace(/^===/, '==');
}
