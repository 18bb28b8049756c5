import { satisfiesSpecifier } from '../../core/versions.ts';
import type { Requirements, UvRequirements } from './uv-requirements.ts';

/** How a lock differs from what is declared: its first difference in words that go on from the lock's name; undefined where it does not. */
export function differenceToUv(declared: UvRequirements, locked: UvRequirements): string | undefined {
  if (declared.name !== undefined && locked.name !== undefined && declared.name !== locked.name)
    return `names this project \`${shorten(locked.name)}\``;
  const own = declared.name;
  return (
    (declared.dist && locked.dist && difference(declared.dist, locked.dist, own)) ??
    (declared.groups && locked.groups && groupDifference(declared.groups, locked.groups)) ??
    pythonDifference(declared.python, locked.python)
  );
}

function groupDifference(
  declared: Readonly<Record<string, Requirements>>,
  locked: Readonly<Record<string, Requirements>>,
): string | undefined {
  for (const group of new Set([...Object.keys(declared), ...Object.keys(locked)])) {
    const found = difference(under(declared, group) ?? {}, under(locked, group) ?? {}, undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function difference(declared: Requirements, locked: Requirements, own: string | undefined): string | undefined {
  for (const name of Object.keys(declared))
    if (!under(locked, name) && name !== own) return `does not have \`${shorten(name)}\``;
  for (const name of Object.keys(locked))
    if (!under(declared, name) && name !== own) return `still has \`${shorten(name)}\``;
  for (const [name, specifiers] of Object.entries(declared)) {
    const known = under(locked, name) ?? [];
    if (name === own || specifiers.includes(null) || known.includes(null) || specifiers.join(' ') === known.join(' '))
      continue;
    return `has \`${shorten(name)}\` at ${words(known)}, not ${words(specifiers)}`;
  }
  return undefined;
}

/** A package may be called `constructor`. */
function under<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function words(specifiers: readonly (string | null)[]): string {
  const text = specifiers.join(' and ');
  return text === '' ? 'any version' : `\`${shorten(text, 24)}\``;
}

function shorten(text: string, length = 40): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** Versions that two ranges of Pythons are held against, since a lock writes a range in its own way. */
const PYTHONS: readonly string[] = [2, 3, 4].flatMap((major) =>
  Array.from({ length: 31 }, (_, minor) => minor).flatMap((minor) =>
    Array.from({ length: 31 }, (_, patch) => `${major}.${minor}.${patch}`),
  ),
);

function pythonDifference(declared: string | undefined, locked: string | undefined): string | undefined {
  if (declared === undefined || locked === undefined || declared === locked) return undefined;
  const differs = PYTHONS.some((version) => {
    const [here, there] = [satisfiesSpecifier(version, declared), satisfiesSpecifier(version, locked)];
    return here !== undefined && there !== undefined && here !== there;
  });
  return differs ? `is for Python \`${shorten(locked, 24)}\`, not \`${shorten(declared, 24)}\`` : undefined;
}
