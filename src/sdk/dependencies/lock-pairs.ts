import type { Lock, Manifest } from './lock-facts.ts';

/** A file that a change shows, with what was read from it on either side. */
export interface LockSide {
  readonly path: string;
  readonly fact?: Manifest | Lock;
}

/** Every lock with each manifest that it may be made from, and the manifest's folder relative to the lock's: `.` for the same. */
export function* pairLocks<F extends LockSide>(
  files: readonly F[],
): Generator<{ readonly manifest: F; readonly lock: F; readonly folder: string }> {
  const manifests = files.filter((file) => isManifest(file));
  for (const lock of files.filter((file) => !isManifest(file))) {
    const place = folderOf(lock.path);
    for (const manifest of manifests) {
      const folder = relative(place, folderOf(manifest.path));
      if (mayBelong(manifest, lock, folder)) yield { manifest, lock, folder: folder ?? '' };
    }
  }
}

/** True for files that declare; all others that are looked at are locks. Told by name, so that it holds for what cannot be read. */
export function isManifest({ path }: { readonly path: string }): boolean {
  return /(^|\/)(pyproject\.toml|Pipfile)$|\.in$/.test(path);
}

function mayBelong(manifest: LockSide, lock: LockSide, folder: string | undefined): boolean {
  const name = nameOf(manifest.path);
  switch (nameOf(lock.path)) {
    case 'uv.lock':
      return name === 'pyproject.toml' && folder !== undefined;
    case 'Pipfile.lock':
      return name === 'Pipfile' && folder === '.';
    default:
      if (!lock.path.endsWith('.txt')) return name === 'pyproject.toml' && folder === '.';
      return name.endsWith('.in') && lock.fact?.kind === 'pins' && comesFrom(manifest.path, lock.path, lock.fact.from);
  }
}

/** The command may have been given in any folder above the file that it wrote. */
function comesFrom(manifest: string, lock: string, inputs: readonly string[]): boolean {
  const parts = lock.split('/').slice(0, -1);
  const folders = [...parts.keys(), parts.length].map((count) => parts.slice(0, count).join('/'));
  const own = folders.flatMap((folder) =>
    inputs.map((input) => (folder === '' ? '' : `${folder}/`) + input.replace(/^\.\//, '')),
  );
  return own.includes(manifest);
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Undefined for a folder that does not lie below. */
function relative(from: string, to: string): string | undefined {
  if (from === to) return '.';
  if (from === '') return to;
  return to.startsWith(`${from}/`) ? to.slice(from.length + 1) : undefined;
}

interface ChangedSide extends LockSide {
  readonly status: string;
  readonly factBefore?: Manifest | Lock;
}

/** Locks that the change leaves alone and nobody could read, beside a manifest whose part in them changed. */
export function* unreadLocks<F extends ChangedSide>(
  files: readonly F[],
  tree: ReadonlySet<string>,
): Generator<{ readonly manifest: F; readonly lock: string }> {
  const seen = new Set(files.map(({ path }) => path));
  for (const manifest of files) {
    const { fact: now, factBefore: then } = manifest;
    if (manifest.status === 'context' || now?.kind !== 'manifest' || then?.kind !== 'manifest') continue;
    const folder = folderOf(manifest.path);
    const own = (['poetry', 'pdm', 'pipenv'] as const).filter(
      (tool) => now.hashes[tool].join(' ') !== then.hashes[tool].join(' '),
    );
    const locks = own.map((tool) =>
      join(folder, { poetry: 'poetry.lock', pdm: 'pdm.lock', pipenv: 'Pipfile.lock' }[tool]),
    );
    if (JSON.stringify(now.uv) !== JSON.stringify(then.uv)) locks.push(join(folder, 'uv.lock'));
    for (const lock of locks) if (tree.has(lock) && !seen.has(lock)) yield { manifest, lock };
  }
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
