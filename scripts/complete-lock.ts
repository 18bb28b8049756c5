/**
 * Completes package-lock.json: `node scripts/complete-lock.ts`, after each `npm install` against a registry that has only some
 * platforms' builds.
 *
 * Packages with native parts name a build for each platform as an optional dependency. npm leaves out of the lock file those
 * that the registry at hand cannot serve, and `npm ci` then refuses the lock file everywhere. Platforms follow from the names:
 * `@oxlint/binding-linux-x64-musl`. A registry that has all of them gives the same entries, with their hashes.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Entry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly engines?: unknown;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const FILE = join(import.meta.dirname, '../package-lock.json');
const LIBC: Readonly<Record<string, string>> = { gnu: 'glibc', musl: 'musl' };

const lock = JSON.parse(await readFile(FILE, 'utf8'));
const present: Readonly<Record<string, Entry>> = lock.packages;
const missing = Object.values(present).flatMap((entry) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !(`node_modules/${name}` in present))
    .map(([name, version]) => [`node_modules/${name}`, build(name, version, entry)] as const),
);
const packages = [...Object.entries(present), ...missing].sort(([a], [b]) => a.localeCompare(b, 'en'));
await writeFile(FILE, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
console.log(`${missing.length} builds added`);

function build(name: string, version: string, { license, dev, engines }: Entry): object {
  const platform = /^@[^/]+\/(?:binding-)?([a-z0-9]+)-([a-z0-9]+)(?:-([a-z]+))?$/.exec(name);
  if (!platform) throw new Error(`${name} does not say which platform it is for`);
  const [, os, cpu, abi = ''] = platform;
  const libc = LIBC[abi];
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev } : {}),
    ...(libc === undefined ? {} : { libc: [libc] }),
    ...(license === undefined ? {} : { license }),
    optional: true,
    os: [os],
    ...(engines === undefined ? {} : { engines }),
  };
}
