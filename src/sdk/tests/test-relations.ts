import type { CodeFact } from '../python/code-facts.ts';
import { createModuleTree, moduleOf, stemOf } from '../python/module-paths.ts';
import { namesIn } from '../python/new-code.ts';
import { testedStem, testsNamedFor } from './test-files.ts';
import type { TestTree } from './test-files.ts';

/** A changed test, and a changed source file, as far as their relation needs. */
export interface RelatedFile {
  readonly path: string;
  /** Folder of its project. */
  readonly root: string;
  /** Absent for what is no Python, or does not parse. */
  readonly fact?: CodeFact;
}

export interface ChangedSource extends RelatedFile {
  readonly added: boolean;
  /** Names of the functions and classes with new code: `total`, `Cart`. */
  readonly names: ReadonlySet<string>;
}

export interface RelationInput {
  readonly tree: ReadonlySet<string>;
  readonly testTree: TestTree;
  /** Tests to which the change adds something. */
  readonly tests: readonly RelatedFile[];
  readonly sources: readonly ChangedSource[];
  /** Paths of all changed Python files that are no tests. */
  readonly changed: readonly string[];
  /** Facts of all Python files that could be read, tests included. */
  readonly facts: ReadonlyMap<string, CodeFact>;
}

/** `covered`: a changed test may have to do with the source. `open`: and need not name what it tests. */
export type Relation = 'none' | 'covered' | 'open';

/** Tells whether a changed test may have to do with a changed source file. Where nobody can know, it may. */
export function createRelations(input: RelationInput): { of(source: ChangedSource): Relation } {
  const modules = createModuleTree(input.tree);
  const resolved = new Map<string, readonly string[]>();
  const importsOf = (path: string): readonly string[] => {
    const known = resolved.get(path) ?? resolveImports(path, input.facts.get(path), modules.resolve);
    resolved.set(path, known);
    return known;
  };
  const reach = (path: string): ReadonlySet<string> => {
    const seen = new Set(importsOf(path));
    for (const next of seen) for (const further of importsOf(next)) seen.add(further);
    return seen;
  };
  const tests = input.tests.map((test) => ({
    ...test,
    reached: reach(test.path),
    names: test.fact ? namesOf(test.fact) : new Set<string>(),
  }));
  const direct = new Map(input.sources.map((source) => [source.path, tests.filter((test) => isDirect(test, source))]));
  const explained = new Set([...direct.values()].flat());
  return {
    of(source) {
      const own = tests.filter(({ root }) => sameProject(root, source.root));
      const named = direct.get(source.path) ?? [];
      if (own.some((test) => isOpen(test) && (named.includes(test) || !explained.has(test)))) return 'open';
      if (named.length > 0) return 'covered';
      const wired = !source.added || isWired(source, input, importsOf);
      const reaches = own.some((test) => !explained.has(test) && wired && mayReach(test, source, input, importsOf));
      return reaches ? 'covered' : 'none';
    },
  };
}

interface ReadTest extends RelatedFile {
  /** Files of the tree that it imports, also by way of others, as far as those could be read. */
  readonly reached: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

function resolveImports(
  path: string,
  fact: CodeFact | undefined,
  resolve: (imported: string, from: string) => string | undefined,
): readonly string[] {
  if (!fact) return [];
  const dotted = testStrings(fact).filter((name) => name.includes('.'));
  const found = [...fact.imports, ...dotted].flatMap((imported) => resolve(imported, path) ?? []);
  return [...new Set(found)].filter((one) => one !== path);
}

/** Strings that name something, as `mock.patch` and settings have them. */
function testStrings(fact: CodeFact): readonly string[] {
  return [...namesOf(fact)].filter((name) => name.includes('.'));
}

function namesOf(fact: CodeFact): ReadonlySet<string> {
  return namesIn([...fact.rest, ...fact.definitions.flatMap(({ statements }) => statements)]).union(
    new Set([
      ...fact.definitions.flatMap(({ parameters }) => parameters),
      ...fact.imports.map((one) => one.slice(one.search(/[^./]*$/))),
    ]),
  );
}

/** Examples in prose, and tests that go through modules or through what is in one, name nothing that is looked for here. */
function isOpen({ path, fact, names }: ReadTest): boolean {
  if (!fact) return /\.(txt|rst|md|feature|robot)$|\.tavern\.ya?ml$/.test(path);
  return LOOKING_AROUND.some((name) => names.has(name));
}

const LOOKING_AROUND = ['import_module', 'walk_packages', 'iter_modules', 'getmembers', '__import__'];

/** Names that say nothing of whose they are. */
const COMMON =
  /^(_.*|.{1,3}|main|run|save|load|update|delete|create|list|items|keys|values|copy|close|open|read|write|send|name|value|data|handle|process|execute|start|stop|clear|reset|clean|validate|render|parse|build|call|client|result|filter|count|index|find|apply|check)$/;

/** It imports the module, names what changed there, or is named after it. */
function isDirect(test: ReadTest, source: ChangedSource): boolean {
  if (!sameProject(test.root, source.root)) return false;
  if (test.reached.has(source.path)) return true;
  if ([...source.names].some((name) => !COMMON.test(name) && test.names.has(name))) return true;
  const stem = stemOf(source.path);
  if (source.added && stem.length > 3 && test.names.has(stem)) return true;
  return isNamedFor(test, source, stem);
}

function isNamedFor(test: ReadTest, source: ChangedSource, stem: string): boolean {
  const others = [...test.reached].some(
    (path) => stemOf(path) === stem && !source.path.startsWith(`${moduleOf(path)}/`),
  );
  if (others) return false;
  const words = `_${testedStem(test.path) ?? ''}_`;
  const folders = test.path.split('/').slice(0, -1);
  const packages = moduleOf(source.path)
    .split('/')
    .slice(0, -1)
    .filter((folder) => folder !== 'src' && folder !== 'lib');
  const beside = /(^|\/)tests?(\.py|\/)/.exec(test.path);
  return (
    words.includes(`_${stem}_`) ||
    folders.includes(stem) ||
    // `test_api.py` is about all of `shop/api/`, but `test_shop.py` says little in a project that is one package.
    packages.slice(1).some((folder) => words.includes(`_${folder}_`)) ||
    // Django's `orders/tests.py` is about all of `orders/`.
    (beside !== null &&
      testedStem(test.path) === undefined &&
      beside.index > 0 &&
      source.path.startsWith(`${test.path.slice(0, beside.index)}/`))
  );
}

/** One of the two projects lies within the other. */
export function sameProject(a: string, b: string): boolean {
  return a === '' || b === '' || `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}

type ImportsOf = (path: string) => readonly string[];

/** A new module is only run where something that changed brings it in, or where a framework looks for it by its folder. */
function isWired(source: ChangedSource, { changed, facts }: RelationInput, importsOf: ImportsOf): boolean {
  if (/(^|\/)(commands|templatetags|plugins|extensions|handlers|checks)\//.test(source.path)) return true;
  const name = stemOf(source.path);
  const others = changed.filter((path) => path !== source.path);
  return others.some((path) => importsOf(path).includes(source.path) || namesMentioned(facts.get(path), name));
}

function namesMentioned(fact: CodeFact | undefined, name: string): boolean {
  return fact !== undefined && namesOf(fact).has(name);
}

/** Nothing says that the test cannot run the source: it goes by way of files that were not read, or imports nothing of the project. */
function mayReach(
  test: ReadTest,
  source: ChangedSource,
  { testTree, facts }: RelationInput,
  importsOf: ImportsOf,
): boolean {
  const imports = importsOf(test.path).filter((path) => !isOfTests(path));
  if (!test.fact || imports.length === 0) return true;
  if (imports.some((path) => path.endsWith('/__init__.py') && source.path.startsWith(`${moduleOf(path)}/`)))
    return true;
  const unread = [...test.reached].some((path) => !facts.has(path) && !isOfTests(path));
  return unread && !isDedicated(test, source, testTree, imports);
}

function isOfTests(path: string): boolean {
  return testedStem(path) !== undefined || /(^|\/)(tests?|testing|conftest)\b/.test(path);
}

/** The test is another module's own, and the source has one of its own that the change leaves alone. */
function isDedicated(test: ReadTest, source: ChangedSource, tree: TestTree, imports: readonly string[]): boolean {
  const stem = testedStem(test.path);
  const own = testsNamedFor(source.path, tree, source.root).some((path) => path !== test.path);
  return own && imports.some((path) => stemOf(path) === stem);
}
