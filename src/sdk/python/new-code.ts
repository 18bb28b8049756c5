import type { CodeDefinition, CodeFact, CodeStatement } from './code-facts.ts';
import { formatted } from './code-forms.ts';
import { isNameToken } from './code-tokens.ts';

/** Both sides of a file; either may be absent. */
export interface CodeSides {
  readonly path: string;
  readonly fact?: CodeFact;
  readonly factBefore?: CodeFact;
}

export interface NewDefinition {
  readonly definition: CodeDefinition;
  /** The file had none of that name. */
  readonly isNew: boolean;
  /** Statements that the change brought in; what it moved or only renamed is left out. */
  readonly fresh: readonly CodeStatement[];
  /** How many more of them there are than of those that it lost; 0 for a function that is only written anew. */
  readonly growth: number;
}

export interface NewCode {
  readonly definitions: readonly NewDefinition[];
  /** Of what stands in no function. */
  readonly rest: readonly CodeStatement[];
}

interface Old {
  readonly tokens: string;
  readonly path: string;
  readonly name: string;
  used: boolean;
}

interface Fresh {
  readonly statement: CodeStatement;
  readonly path: string;
  readonly name: string;
}

/** The name under which what stands in no function is compared. */
const REST = '';

/**
 * What each file executes now that the change's files did not execute before. Statements are matched one to one: within a function
 * first, then wherever they went, then under the new names of what was renamed.
 */
export function findNewCode(files: readonly CodeSides[]): ReadonlyMap<string, NewCode> {
  const { fresh: unmatched, old } = matchInPlace(files);
  const moved = Map.groupBy(old, ({ tokens }) => tokens);
  const elsewhere = unmatched.filter(({ statement }) => !take(moved.get(statement.tokens)));
  const renames = createRenames(files);
  const byMask = Map.groupBy(old, ({ tokens, path }) => `${path}\0${masked(tokens)}`);
  const named = elsewhere.filter(({ statement, path, name }) => {
    const similar = byMask.get(`${path}\0${masked(statement.tokens)}`);
    return !take(similar?.filter((one) => renames.explain(one, { tokens: statement.tokens, path, name })));
  });
  const fresh = withoutReformatted(named, old);
  const bySite = Map.groupBy(fresh, ({ path, name }) => `${path}\0${name}`);
  const lost = Map.groupBy(
    old.filter(({ used }) => !used),
    ({ path, name }) => `${path}\0${name}`,
  );
  return new Map(files.map((file) => [file.path, newCodeOf(file, bySite, lost)]));
}

/** The same values in the same text, by `%` before and by an f-string now, say. */
function withoutReformatted(fresh: readonly Fresh[], old: readonly Old[]): readonly Fresh[] {
  const key = ({ path, name }: Place, words: string): string => `${path}\0${name}\0${words}`;
  const texts = old.flatMap((one) => {
    const text = formatted(one.tokens);
    return text ? [{ one, how: text.how, key: key(one, text.words) }] : [];
  });
  const byWords = Map.groupBy(texts, (text) => text.key);
  return fresh.filter(({ statement: { tokens }, path, name }) => {
    const text = formatted(tokens);
    const same = text && byWords.get(key({ tokens, path, name }, text.words))?.filter(({ how }) => how !== text.how);
    return !take(same?.map(({ one }) => one));
  });
}

function newCodeOf(
  { path, fact, factBefore }: CodeSides,
  bySite: ReadonlyMap<string, readonly Fresh[]>,
  lost: ReadonlyMap<string, readonly Old[]>,
): NewCode {
  const known = new Set(factBefore?.definitions.map(({ name }) => name));
  const at = (name: string): readonly CodeStatement[] =>
    (bySite.get(`${path}\0${name}`) ?? []).map(({ statement }) => statement);
  const definitions = (fact?.definitions ?? []).map((definition) => {
    const own = new Set(definition.statements);
    const fresh = at(definition.name).filter((one) => own.has(one));
    const growth = Math.max(0, fresh.length - (lost.get(`${path}\0${definition.name}`)?.length ?? 0));
    return { definition, isNew: !known.has(definition.name), fresh, growth };
  });
  return { definitions, rest: at(REST) };
}

/** What a function had and has is neither new nor gone. */
function matchInPlace(files: readonly CodeSides[]): { readonly fresh: readonly Fresh[]; readonly old: readonly Old[] } {
  const fresh: Fresh[] = [];
  const old: Old[] = [];
  for (const { path, fact, factBefore } of files) {
    const before = sites(factBefore);
    const after = sites(fact);
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      const had = (before.get(name) ?? []).map(({ tokens }): Old => ({ tokens, path, name, used: false }));
      const byTokens = Map.groupBy(had, ({ tokens }) => tokens);
      for (const statement of after.get(name) ?? [])
        if (!take(byTokens.get(statement.tokens))) fresh.push({ statement, path, name });
      old.push(...had.filter(({ used }) => !used));
    }
  }
  return { fresh, old };
}

/** Statements by the name of what they stand in; functions of one name are taken together. */
function sites(fact: CodeFact | undefined): ReadonlyMap<string, readonly CodeStatement[]> {
  const found = new Map<string, CodeStatement[]>([[REST, [...(fact?.rest ?? [])]]]);
  for (const { name, statements } of fact?.definitions ?? [])
    found.set(name, [...(found.get(name) ?? []), ...statements]);
  return found;
}

function take(candidates: readonly Old[] | undefined): boolean {
  const first = candidates?.find(({ used }) => !used);
  if (first) first.used = true;
  return first !== undefined;
}

function masked(tokens: string): string {
  return tokens
    .split(' ')
    .map((token) => (isNameToken(token) ? '_' : token))
    .join(' ');
}

interface Names {
  readonly all: ReadonlySet<string>;
  /** Parameters, targets of assignments, functions and classes. */
  readonly bound: ReadonlySet<string>;
}

type Place = Omit<Old, 'used'>;

/** Tells statements that differ by nothing but renamed variables, attributes, functions and classes. */
function createRenames(files: readonly CodeSides[]): { explain(before: Place, after: Place): boolean } {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const cache = new Map<string, Names>();
  let cached = '';
  const namesAt = (side: 'fact' | 'factBefore', path: string, name?: string): Names => {
    // Files are asked for one after the other; the names of thousands would take more than all else of a review.
    if (path !== cached) cache.clear();
    cached = path;
    const key = `${side}\0${name ?? '*'}`;
    const known = cache.get(key) ?? namesOf(byPath.get(path)?.[side], name);
    cache.set(key, known);
    return known;
  };
  const defined = (side: 'fact' | 'factBefore'): ReadonlySet<string> =>
    new Set(files.flatMap((file) => definedNames(file[side])));
  const gone = defined('factBefore').difference(defined('fact'));
  const come = defined('fact').difference(defined('factBefore'));
  return {
    explain(before, after) {
      const old = before.tokens.split(' ');
      const pairs = after.tokens
        .split(' ')
        .flatMap((token, index) => (token === old[index] ? [] : [[old[index] ?? '', token] as const]));
      const renamed = new Map(pairs);
      return pairs.every(([from, to]) => {
        if (renamed.get(from) !== to) return false;
        if (gone.has(from) && come.has(to)) return true;
        return (
          isRename(
            from,
            to,
            namesAt('factBefore', before.path, before.name),
            namesAt('fact', after.path, after.name),
          ) || isRename(from, to, namesAt('factBefore', before.path), namesAt('fact', after.path))
        );
      });
    },
  };
}

function isRename(from: string, to: string, before: Names, after: Names): boolean {
  return before.bound.has(from) && !after.all.has(from) && after.bound.has(to) && !before.all.has(to);
}

function definedNames(fact: CodeFact | undefined): readonly string[] {
  const functions = fact?.definitions.flatMap(({ name }) => name.split('.')) ?? [];
  const classes = fact?.rest.flatMap(({ tokens }) => /^class (\S+)/.exec(tokens)?.[1] ?? []) ?? [];
  return [...functions, ...classes];
}

/** Names of one function, or of a whole file where none is given. */
function namesOf(fact: CodeFact | undefined, name?: string): Names {
  const definitions = fact?.definitions.filter((one) => name === undefined || one.name === name) ?? [];
  const own = name === undefined || name === REST ? (fact?.rest ?? []) : [];
  const statements = [...own, ...definitions.flatMap((one) => one.statements)];
  const parameters = definitions.flatMap((one) => one.parameters);
  const defined = name === undefined ? definedNames(fact) : [];
  const all = statements.flatMap(({ tokens }) => tokens.split(' ').filter(isNameToken));
  const bound = statements.flatMap(({ tokens }) => boundBy(tokens));
  return { all: new Set([...all, ...parameters, ...defined]), bound: new Set([...bound, ...parameters, ...defined]) };
}

/** Names before the `=` of an assignment, after `for` and after `as`. */
function boundBy(tokens: string): readonly string[] {
  const target =
    /^([^=([{]*?)( [-+*/%&|^@<>]*)?= /.exec(tokens)?.[1] ?? /^(?:async )?for (.*?) in /.exec(tokens)?.[1] ?? '';
  const aliases = [...tokens.matchAll(/ as (\S+)/g)].flatMap(([, alias]) => alias ?? []);
  return [...target.split(' '), ...aliases].filter(isNameToken);
}

/** All names that statements use, and strings that could be one, dotted ones included. */
export function namesIn(statements: readonly CodeStatement[]): ReadonlySet<string> {
  return new Set(
    statements.flatMap(({ tokens }) =>
      tokens.split(' ').flatMap((token) => {
        if (isNameToken(token)) return [token];
        return /^'[^\W\d]\w*(\.\w+)*$/u.test(token) ? [token.slice(1), ...token.slice(1).split('.')] : [];
      }),
    ),
  );
}
