import { posix } from 'node:path';
import { FREE, ROOMS } from './rooms.ts';

export interface Import {
  /** The importing file, relative to the root, with forward slashes. */
  readonly file: string;
  /** The text between the quotes; undefined where it is only known when it runs. */
  readonly specifier: string | undefined;
  /** Names taken from it; undefined where all are. */
  readonly names?: readonly string[] | undefined;
}

/** Why the import crosses a border between rooms; undefined where it may. */
export function refuseImport({ file, specifier, names }: Import): string | undefined {
  if (FREE.test(file)) return undefined;
  const room = ROOMS.find(({ at }) => at.test(file));
  if (!room) return `${posix.dirname(file)} is no room: give it a line in scripts/lint/rooms.ts.`;
  if (specifier === undefined) return room.dynamic ? undefined : 'The imported path must be a plain text.';
  if (/^[./]/.test(specifier)) return refuseOurs(file, specifier, room.ours);
  for (const entry of room.theirs) {
    const from = typeof entry === 'string' ? entry : entry.from;
    if (specifier !== from && !specifier.startsWith(`${from}/`)) continue;
    if (typeof entry === 'string' || names?.every((name) => entry.only.includes(name))) return undefined;
    return `Of ${from}, only ${entry.only.join(', ')} may be imported here.`;
  }
  return `${specifier} may not be imported here.`;
}

function refuseOurs(file: string, specifier: string, ours: readonly string[]): string | undefined {
  const target = posix.join(posix.dirname(file), specifier);
  const own = /^src\/[^/]+\//.exec(file)?.[0];
  const allowed = own === undefined ? ours : [own, ...ours];
  if (allowed.some((path) => (path.endsWith('/') ? target.startsWith(path) : target === path))) return undefined;
  return `${target} is in a room that may not be imported here.`;
}
