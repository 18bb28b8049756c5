import type { PyNode } from '../../core/facts.ts';
import type { PullFile } from '../check.ts';
import { casesOf, complexityOf } from './complexity.ts';
import type { Plain } from '../plain.ts';
import { qualifiedSymbol } from './python.ts';
import { spanOf } from '../../core/span.ts';

/** One def of a file. */
export interface DefFact {
  /** `Order.ship`. */
  readonly name: string;
  /** Place of its name, 1-based. */
  readonly line: number;
  readonly col: number;
  /** See `complexityOf`. */
  readonly complexity: number;
  /** The complexity less the arms of a `match` that hold one simple statement: a table, not a maze. */
  readonly tangle: number;
}

export type DefFacts = readonly Plain<DefFact>[];

/** The defs of a file, nested ones and methods included, in source order. */
export function defsOf(root: PyNode): DefFacts {
  return root.descendantsOfType('function_definition').map((definition) => {
    const name = definition.childForFieldName('name') ?? definition;
    const { line, col } = spanOf(name);
    const complexity = complexityOf(definition);
    return {
      name: qualifiedSymbol(definition),
      line,
      col,
      complexity,
      tangle: complexity - simpleArms(definition),
    };
  });
}

/** Arms of one plain statement, less one for each `match`. */
function simpleArms(definition: PyNode): number {
  const tables = definition.descendantsOfType('match_statement').map((match) => casesOf(match).filter(isSimple).length);
  return tables.reduce((sum, arms) => sum + Math.max(0, arms - 1), 0);
}

function isSimple(clause: PyNode): boolean {
  const body = clause.childForFieldName('consequence')?.namedChildren.filter(({ type }) => type !== 'comment') ?? [];
  return body.length === 1 && /^(return|expression|raise|pass)_statement$/.test(body[0]?.type ?? '');
}

export interface DefHistory {
  /** What the def was before the change, also if it was moved; `unknown` if all that is known is that it was there. */
  before(def: DefFact): DefFact | 'unknown' | undefined;
  /** How much less tangled the defs of the file have become that were there before: what was taken out of them may be a def now. */
  readonly shrunkBy: number;
}

/** The history of the defs of each file of a change. */
export function createDefHistories(files: readonly PullFile<DefFacts>[]): (file: PullFile<DefFacts>) => DefHistory {
  const gone = files.flatMap(({ fact = [], factBefore = [] }) => {
    const now = byName(fact);
    return factBefore.filter(({ name }) => !now.has(name));
  });
  const removed = files.flatMap(({ status, before = '' }) => (status === 'removed' ? [before] : []));
  return ({ fact = [], factBefore = [] }) => {
    const then = byName(factBefore);
    const now = byName(fact);
    return {
      before: (def) => then.get(def.name) ?? findMoved(def, gone, removed),
      shrunkBy: factBefore.reduce((sum, old) => sum + Math.max(0, old.tangle - (now.get(old.name)?.tangle ?? 0)), 0),
    };
  };
}

/** Of several defs of one name, as of a property or an overload, the most tangled one. */
function byName(defs: DefFacts): ReadonlyMap<string, DefFact> {
  return new Map([...defs].sort((a, b) => a.tangle - b.tangle).map((def) => [def.name, def]));
}

function findMoved(def: DefFact, gone: DefFacts, removed: readonly string[]): DefFact | 'unknown' | undefined {
  const same = gone.find((old) => plainName(old) === plainName(def));
  if (same) return same;
  // Files that are gone are not parsed; their text is there.
  const opener = new RegExp(`\\bdef\\s+${plainName(def)}\\s*[[(]`, 'u');
  return removed.some((text) => opener.test(text)) ? 'unknown' : undefined;
}

/** The name without what is around it. */
export function plainName({ name }: DefFact): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
