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

const known = new WeakMap<Catalogue, Words>();

/** @param whole The file is looked at as if all of it were new. */
export function lookAtWords(source: SourceFile, catalogue: Catalogue, whole: boolean): Worth {
  const { search, names } = wordsFor(catalogue);
  const found = search(source.text);
  const mayCall = (key: string): boolean => names.get(key)?.every((name) => found.has(name)) !== false;
  return {
    found,
    mayCall,
    isWorth(run) {
      const { check } = run.loaded;
      if (check.on !== 'python' && check.on !== 'pull') return false;
      if (check.mentions?.some((word) => found.has(word)) === false) return false;
      if (check.on === 'python' && onlyCalls(check) && !Object.keys(check.calls ?? {}).some(mayCall)) return false;
      // The options were held against the check's own description when the configuration was read.
      const own = withOptions(source, run.selected.options) as Parameters<NonNullable<PythonCheck['suspects']>>[0];
      if (check.on === 'pull' && whole && check.inWholeFiles?.(own) === false) return false;
      return check.suspects?.(own) !== false;
    },
    placesOf(runs) {
      const places: number[] = [];
      const called = new Set<string>();
      for (const run of runs) {
        const { check } = run.loaded;
        if ((check.on !== 'python' && check.on !== 'pull') || check.places === undefined) return undefined;
        if (check.on === 'python') for (const key of Object.keys(check.calls ?? {})) if (mayCall(key)) called.add(key);
        if (check.places === 'calls') continue;
        // As above.
        const own = withOptions(source, run.selected.options) as Parameters<NonNullable<PythonCheck['suspects']>>[0];
        const its = check.places instanceof RegExp ? matchesIn(source.text, check.places) : check.places(own);
        if (!its) return undefined;
        places.push(...its);
      }
      return [...places, ...callPlaces(source.text, [...called])];
    },
  };
}

function wordsFor(catalogue: Catalogue): Words {
  const earlier = known.get(catalogue);
  if (earlier) return earlier;
  const checks = catalogue.checks.map(({ check }) => check);
  const keys = checks.flatMap((check) => (check.on === 'python' ? Object.keys(check.calls ?? {}) : []));
  // An import may rename the last of `os.environ.get`, but it has to name it.
  const names = new Map(keys.map((key) => [key, key.split('.').filter((name) => name !== '')]));
  const mentions = checks.flatMap((check) =>
    check.on === 'python' || check.on === 'pull' ? (check.mentions ?? []) : [],
  );
  const words = { names, search: createWordSearch([...mentions, ...[...names.values()].flat(), ...SECRET_KEYWORDS]) };
  known.set(catalogue, words);
  return words;
}

function onlyCalls({ calls, nodes, file }: PythonCheck): boolean {
  return calls !== undefined && !nodes && !file;
}
