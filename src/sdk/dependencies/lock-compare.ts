import { satisfiesSpecifier } from '../../core/versions.ts';
import type { Lock, Manifest, ManifestEntry } from './lock-facts.ts';
import { differenceToUv } from './uv-compare.ts';

/**
 * What proves that a lock no longer fits a manifest, in words that go on from the lock's name; undefined where it fits or where
 * nothing proves that it does not. `folder` is the manifest's, relative to the lock's; `.` for the same.
 */
export function proveStale(manifest: Manifest, lock: Lock, folder: string): string | undefined {
  switch (lock.kind) {
    case 'hash': {
      const known = manifest.hashes[lock.tool];
      return known.length === 0 || known.includes(lock.hash) ? undefined : 'was made from other declarations';
    }
    case 'uv': {
      const project = Object.hasOwn(lock.projects, folder) ? lock.projects[folder] : undefined;
      if (!project) return undefined;
      // The range of a lock is what the members of its workspace have in common.
      const alone = Object.keys(lock.projects).length === 1 && !manifest.workspace && lock.python !== null;
      return differenceToUv(manifest.uv, { ...project, ...(alone && { python: lock.python ?? '' }) });
    }
    case 'pins':
      return pinsDifference(manifest.entries, lock.pins);
  }
}

/** pip-compile leaves these out of what it writes. */
const UNSAFE: ReadonlySet<string> = new Set(['pip', 'setuptools', 'distribute', 'wheel']);

function pinsDifference(
  entries: readonly ManifestEntry[],
  pins: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  for (const { name, specifier, role, conditional } of entries) {
    if (role !== 'runtime' || UNSAFE.has(name)) continue;
    const versions = Object.hasOwn(pins, name) ? (pins[name] ?? []) : undefined;
    if (!versions) {
      if (conditional) continue;
      return `does not have \`${name.slice(0, 40)}\``;
    }
    const [version, ...others] = versions;
    if (version === undefined || others.length > 0 || specifier === null || specifier === '') continue;
    if (satisfiesSpecifier(version, specifier) === false)
      return `has \`${name.slice(0, 40)}\` at ${version.slice(0, 20)}, not \`${specifier.slice(0, 24)}\``;
  }
  return undefined;
}
