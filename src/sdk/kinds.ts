import { matcher } from '../core/globs.ts';
import type { PathMatcher } from '../core/globs.ts';
import type { AnyCheck, PullCheck } from './check.ts';

export type CheckKind = AnyCheck['on'] | 'pull';
/** Kinds of files that an engine parses. Ruff and the Python tree look at the same files. */
export type FileKind = Exclude<CheckKind, 'pull' | 'suppressions' | 'ruff'>;

/** Where each kind looks unless a check narrows it, and the name that its single-text examples have. */
const KINDS: Readonly<Record<CheckKind, { readonly files: readonly string[]; readonly sample: string }>> = {
  python: { files: ['*.py'], sample: 'src/shop/orders.py' },
  ruff: { files: ['*.py'], sample: 'src/shop/orders.py' },
  toml: { files: ['pyproject.toml'], sample: 'pyproject.toml' },
  yaml: { files: ['*.yml', '*.yaml'], sample: '.github/workflows/ci.yml' },
  dockerfile: {
    files: ['Dockerfile', 'Dockerfile.*', '*.Dockerfile', '*.dockerfile', 'Containerfile'],
    sample: 'Dockerfile',
  },
  requirements: {
    files: ['requirements*.txt', 'constraints*.txt', '*requirements.txt', '**/requirements/*.txt'],
    sample: 'requirements.txt',
  },
  text: { files: ['*'], sample: 'src/shop/orders.py' },
  pull: { files: ['*'], sample: 'src/shop/orders.py' },
  suppressions: { files: ['*'], sample: 'src/shop/orders.py' },
};

const OF_KIND: Readonly<Record<CheckKind, PathMatcher>> = Object.fromEntries(
  Object.entries(KINDS).map(([kind, { files }]) => [kind, matcher(files)]),
  // Object.fromEntries forgets the keys that it was given.
) as Record<CheckKind, PathMatcher>;

/** Path that a single-text example of the kind has: where the check looks, whatever its `files` say. */
export function samplePath(check: AnyCheck | PullCheck): string {
  const plain = check.files?.find((glob) => !/[*?{[]/.test(glob));
  return plain ?? KINDS[check.on].sample;
}

/** True for paths that files of a kind have. */
export function isOfKind(kind: CheckKind, path: string): boolean {
  return OF_KIND[kind](path);
}

/** Whole-change checks also collect from these: lock files, and what requirements are compiled from. */
const ALSO: Readonly<Partial<Record<FileKind, PathMatcher>>> = {
  toml: matcher(['*.toml', 'uv.lock', 'poetry.lock', 'pdm.lock', 'pdm.*.lock', 'Pipfile']),
  requirements: matcher(['*requirements*.in', '**/requirements/*.in', 'constraints*.in']),
};

/** True for paths that a `collect` step of that kind is given. Any text file is text. */
export function isCollectedAs(kind: FileKind, path: string): boolean {
  return kind === 'text' || isOfKind(kind, path) || (ALSO[kind]?.(path) ?? false);
}

/** The paths that a check looks at: its own globs, else its kind's. */
export function pathsOf(check: AnyCheck | PullCheck): PathMatcher {
  return check.files ? matcher(check.files) : OF_KIND[check.on];
}
