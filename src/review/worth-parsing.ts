import type { SourceFile } from '../core/facts.ts';
import { createWordSearch } from '../core/word-search.ts';
import { SECRET_KEYWORDS } from '../engines/secrets.ts';
import type { WordSearch } from '../core/word-search.ts';
import type { PythonCheck } from '../sdk/check.ts';
import { callPlaces, matchesIn } from '../sdk/python/places.ts';
import type { Catalogue } from '../sdk/load.ts';
import { withOptions } from './gathering.ts';
import type { Running } from './gathering.ts';

/** What the words of one Python file say before it is parsed, which costs four times as much as all of Ruff's rules. */
export interface Worth {
  /** Which words were found, `SECRET_KEYWORDS` among them. */
  readonly found: ReadonlySet<string>;
  /** False if the tree of the file could give this check nothing. */
  isWorth(run: Running): boolean;
  /** False if no call of the file can be one of what a key of `calls` names. */
  mayCall(key: string): boolean;
  /** Offsets between which these checks have nothing to look for but heads of functions; undefined where one may look at anything. */
  placesOf(runs: readonly Running[]): readonly number[] | undefined;
}

/** What is the same for every file of a catalogue. */
interface Words {
  readonly search: WordSearch;
  /** By key of `calls`: names that a text must have for one of its calls to be named so. */
  readonly names: ReadonlyMap<string, readonly string[]>;
}

const knownWords = new WeakMap<Catalogue, Words>();

/** @param whole The file is looked at as if all of it were new. */
export function lookAtWords(source: SourceFile, catalogue: Catalogue, whole: boolean): Worth {
  const { search, names } = wordsFor(catalogue);
  const found = search(source.text);
  const mayCall = (key: string): boolean => names.get(key)?.every((name) => found.has(name)) !== false;
  const known = new Map<Running, readonly number[] | undefined>();
  const ownPlaces = (run: Running): readonly number[] | undefined => {
    if (known.has(run)) return known.get(run);
    const places = placesFor(run, { source, mayCall });
    known.set(run, places);
    return places;
  };
  return {
    found,
    mayCall,
    isWorth(run) {
      const { check } = run.loaded;
      if (check.on !== 'python' && check.on !== 'pull') return false;
      if (check.mentions?.some((word) => found.has(word)) === false) return false;
      const calls = callsOf(run).filter(mayCall);
      if (calls.length === 0 && onlyCalls(run)) return false;
      if (check.on === 'pull' && whole && check.inWholeFiles?.(ownFile(run, source)) === false) return false;
      if (check.suspects?.(ownFile(run, source)) === false) return false;
      if (check.places !== undefined) return ownPlaces(run)?.length !== 0;
      return !onlyCalls(run) || callPlaces(source.text, calls).length > 0;
    },
    placesOf(runs) {
      const all = runs.map(ownPlaces);
      return all.every((places) => places !== undefined) ? all.flat() : undefined;
    },
  };
}

function callsOf({ loaded: { check } }: Running): readonly string[] {
  return check.on === 'python' ? Object.keys(check.calls ?? {}) : [];
}

function ownFile(run: Running, source: SourceFile): Parameters<NonNullable<PythonCheck['suspects']>>[0] {
  // The options were held against the check's own description when the configuration was read.
  return withOptions(source, run.selected.options) as Parameters<NonNullable<PythonCheck['suspects']>>[0];
}

function placesFor(
  run: Running,
  { source, mayCall }: { readonly source: SourceFile; readonly mayCall: Worth['mayCall'] },
): readonly number[] | undefined {
  const { check } = run.loaded;
  if ((check.on !== 'python' && check.on !== 'pull') || check.places === undefined) return undefined;
  const isExact = check.on === 'python' && check.exactPlaces;
  const calls = isExact ? [] : callPlaces(source.text, callsOf(run).filter(mayCall));
  if (check.places === 'calls') return calls;
  const places =
    check.places instanceof RegExp ? matchesIn(source.text, check.places) : check.places(ownFile(run, source));
  return places && [...places, ...calls];
}

function wordsFor(catalogue: Catalogue): Words {
  const earlier = knownWords.get(catalogue);
  if (earlier) return earlier;
  const checks = catalogue.checks.map(({ check }) => check);
  const keys = checks.flatMap((check) => (check.on === 'python' ? Object.keys(check.calls ?? {}) : []));
  // An import may rename the last of `os.environ.get`, but it has to name it.
  const names = new Map(keys.map((key) => [key, key.split('.').filter((name) => name !== '')]));
  const mentions = checks.flatMap((check) =>
    check.on === 'python' || check.on === 'pull' ? (check.mentions ?? []) : [],
  );
  const words = { names, search: createWordSearch([...mentions, ...[...names.values()].flat(), ...SECRET_KEYWORDS]) };
  knownWords.set(catalogue, words);
  return words;
}

function onlyCalls({ loaded: { check } }: Running): boolean {
  return check.on === 'python' && check.calls !== undefined && !check.nodes && !check.file;
}
