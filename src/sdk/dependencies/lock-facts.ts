import type { RequirementsFile, TomlFile } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';
import { normalisePackageName } from '../../core/package-name.ts';
import { declaredDependencies } from './declared-dependencies.ts';
import { pdmHashes, pipfileHashes, poetryHashes } from './lock-hashes.ts';
import type { Plain } from '../plain.ts';
import { listAt, tableAt, textAtPath } from '../tables.ts';
import { declaredToUv, lockedByUv } from './uv-requirements.ts';
import type { UvRequirements } from './uv-requirements.ts';

/** What a file declares: a pyproject.toml, a Pipfile, or the `.in` that requirements are compiled from. */
export interface Manifest {
  readonly kind: 'manifest';
  /** By the tool whose lock would have one of them. */
  readonly hashes: {
    readonly poetry: readonly string[];
    readonly pdm: readonly string[];
    readonly pipenv: readonly string[];
  };
  readonly uv: Plain<UvRequirements>;
  /** The root of a uv workspace. */
  readonly workspace: boolean;
  /** Directly required, in words that tell one from another. */
  readonly entries: readonly ManifestEntry[];
  /** Where a finding stands that is about no single entry. */
  readonly at: Plain<Span>;
}

export interface ManifestEntry {
  readonly name: string;
  /** Of PEP 508; null where it is written in another notation, or there is an address instead. */
  readonly specifier: string | null;
  readonly role: 'runtime' | 'optional' | 'development';
  readonly conditional: boolean;
  /** The whole of it, to tell a changed entry from one that stayed. */
  readonly key: string;
  readonly at: Plain<Span>;
}

/** What a lock says of the file that it was made from. */
export type Lock =
  | { readonly kind: 'hash'; readonly tool: 'poetry' | 'pdm' | 'pipenv'; readonly hash: string }
  | {
      readonly kind: 'uv';
      readonly python: string | null;
      readonly projects: Readonly<Record<string, Plain<UvRequirements>>>;
    }
  | {
      readonly kind: 'pins';
      /** Paths as its command has them. */
      readonly from: readonly string[];
      /** The file says itself what it was made from. */
      readonly sure: boolean;
      readonly pins: Readonly<Record<string, readonly string[]>>;
    };

export function manifestOf(file: TomlFile): Manifest {
  const isPipfile = /(^|\/)Pipfile$/.test(file.path);
  const entries = declaredDependencies(file).map(
    ({ name, specifier, notation, role, group, marker, origin, at }): ManifestEntry => ({
      name,
      specifier: notation === 'pep508' && !origin ? specifier : null,
      role,
      conditional: marker !== undefined,
      key: JSON.stringify([name, specifier, role, group, marker ?? '', origin ?? {}]),
      at: { ...at },
    }),
  );
  return {
    kind: 'manifest',
    hashes: isPipfile
      ? { poetry: [], pdm: [], pipenv: pipfileHashes(file.data) }
      : { poetry: poetryHashes(file.data), pdm: pdmHashes(file.data), pipenv: [] },
    uv: declaredToUv(file),
    workspace: 'workspace' in tableAt(file.data, 'tool', 'uv'),
    entries,
    at: { ...placeOf(file) },
  };
}

const PLACES = [
  ['packages'],
  ['project', 'dependencies'],
  ['tool', 'poetry', 'dependencies'],
  ['project', 'requires-python'],
  ['project'],
  ['tool', 'poetry'],
];

function placeOf(file: TomlFile): Span {
  for (const path of PLACES) {
    const span = file.spanOf(path, 'key');
    if (span) return span;
  }
  return { line: 1, col: 1, endLine: 1, endCol: 1 };
}

/** Reads uv.lock, poetry.lock, pdm.lock and pylock.toml, by name; undefined for what has no proof in it. */
export function lockOf(file: TomlFile): Lock | undefined {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  if (name === 'uv.lock') return uvLock(file.data);
  if (/^pylock\.(?:[^.]+\.)?toml$/.test(name)) return pylock(file.data);
  if (name === 'poetry.lock') return hashLock('poetry', textAtPath(file.data, 'metadata', 'content-hash'));
  return name.startsWith('pdm.') ? hashLock('pdm', textAtPath(file.data, 'metadata', 'content_hash')) : undefined;
}

/** Reads a Pipfile.lock; undefined where it is not JSON, or has no hash. */
export function pipfileLockOf(text: string): Lock | undefined {
  try {
    return hashLock('pipenv', textAtPath(JSON.parse(text), '_meta', 'hash', 'sha256'));
  } catch {
    // Not JSON: Pipenv itself will say so.
    return undefined;
  }
}

function hashLock(tool: 'poetry' | 'pdm' | 'pipenv', hash: string | undefined): Lock | undefined {
  return hash === undefined || hash === '' ? undefined : { kind: 'hash', tool, hash };
}

/** The projects of the repository in a uv.lock, by folder relative to the lock's. */
function uvLock(data: unknown): Lock {
  const projects = new Map<string, Plain<UvRequirements>>();
  for (const entry of listAt(data, 'package')) {
    const source = tableAt(entry, 'source');
    const folder = ['virtual', 'editable', 'directory'].flatMap((key) => textAtPath(source, key) ?? [])[0];
    if (folder !== undefined) projects.set(folder.replace(/\/$/, ''), lockedByUv(entry));
  }
  return { kind: 'uv', python: textAtPath(data, 'requires-python') ?? null, projects: Object.fromEntries(projects) };
}

function pylock(data: unknown): Lock {
  const pins = listAt(data, 'packages').flatMap((entry) => {
    const name = textAtPath(entry, 'name');
    return name === undefined ? [] : [{ name: normalisePackageName(name), version: textAtPath(entry, 'version') }];
  });
  return { kind: 'pins', from: ['pyproject.toml'], sure: false, pins: pinsByName(pins) };
}

function pinsByName(
  pins: readonly { readonly name: string; readonly version: string | undefined }[],
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    [...Map.groupBy(pins, ({ name }) => name)].map(([name, same]) => [
      name,
      same.flatMap(({ version }) => version ?? []),
    ]),
  );
}

/** What a requirements file is: made from others by pip-compile or uv, as its header says, or itself what others are made from. */
export function requirementsFactOf(file: RequirementsFile): Manifest | Lock | undefined {
  if (file.path.endsWith('.in')) return manifestOfRequirements(file);
  const from = file.generatedBy === 'uv' || file.generatedBy === 'pip-compile' ? compiledFrom(file.lines) : [];
  if (from.length === 0) return undefined;
  const pins = file.requirements.flatMap(({ kind, name, specifier }) => {
    if (name === undefined || (kind !== 'requirement' && kind !== 'url')) return [];
    return [{ name, version: /^===?([^,*]+)$/.exec(specifier)?.[1] }];
  });
  return { kind: 'pins', from, sure: true, pins: pinsByName(pins) };
}

function manifestOfRequirements(file: RequirementsFile): Manifest {
  const entries = file.requirements.flatMap(
    ({ kind, name, specifier, marker, raw, span }): readonly ManifestEntry[] => {
      if (name === undefined || (kind !== 'requirement' && kind !== 'url')) return [];
      return [
        {
          name,
          specifier: kind === 'url' ? null : specifier,
          role: 'runtime',
          conditional: marker !== undefined,
          key: raw,
          at: { ...span },
        },
      ];
    },
  );
  return {
    kind: 'manifest',
    hashes: { poetry: [], pdm: [], pipenv: [] },
    uv: {},
    workspace: false,
    entries,
    at: { line: 1, col: 1, endLine: 1, endCol: 1 },
  };
}

/** Options after which a path is not what was compiled. */
const NOT_INPUT = /^(?:-c|--constraints?|--overrides?|--excludes?|-b|--build-constraints?|-o|--output-file)$/;
/** Options that leave direct requirements out, or bring in what no file has. */
const UNSURE = /^--(?:no-emit-package|unsafe-package|package|group|only-\w+|no-(?:dev|group|default-groups))\b/;

/**
 * The `.in` files in the command that the header repeats, as written there. Empty where the command is not there or does not
 * tell what the file must contain.
 */
function compiledFrom(lines: readonly string[]): readonly string[] {
  const header = lines
    .slice(0, 12)
    .filter((line) => line.startsWith('#'))
    .join('\n');
  const command =
    /(?:pip-compile|uv pip compile)([^\n]*)/.exec(header.replace(/^#.*autogenerated by.*$/gm, ''))?.[1] ?? '';
  const words = command.trim().split(/\s+/);
  if (words.some((word) => UNSURE.test(word))) return [];
  return words.filter(
    (word, index) => word.endsWith('.in') && !word.startsWith('-') && !NOT_INPUT.test(words[index - 1] ?? ''),
  );
}
