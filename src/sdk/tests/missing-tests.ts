import type { PullFacts } from '../../core/flow.ts';
import { NO_PROJECT } from '../../core/project.ts';
import type { CodeStatement } from '../python/code-facts.ts';
import { findNewCode, namesIn } from '../python/new-code.ts';
import type { NewCode, NewDefinition } from '../python/new-code.ts';
import { createTestTree, isTestPath, placeForTest, testsNamedFor } from './test-files.ts';
import type { TestTree } from './test-files.ts';
import { createRelations, sameProject } from './test-relations.ts';
import type { ChangedSource, RelatedFile, Relation } from './test-relations.ts';
import { addsTests, isTestedSource, needsNoTests } from './tested-files.ts';
import type { TestedFile } from './tested-files.ts';

export interface TestedChange {
  readonly pull?: PullFacts;
  readonly files: readonly TestedFile[];
  readonly tree: ReadonlySet<string>;
  readonly wholeFiles: boolean;
}

export interface TestLimits {
  /** So many new statements of a file that existed before need a test. */
  readonly statements: number;
  /** Labels of a pull request that needs none. */
  readonly labels: readonly string[];
}

/** A changed source file that the change's tests leave out. */
export interface Untested {
  readonly file: TestedFile;
  /** `module`: a new file that no test knows. `code`: more of a file that was there before, or that some test knows. */
  readonly kind: 'module' | 'code';
  /** What has new code and no test, most new statements first. */
  readonly definitions: readonly NewDefinition[];
  /** New statements in all of them. */
  readonly statements: number;
  /** By how many statements they grew. */
  readonly growth: number;
  /** Where a test would go. */
  readonly place: { readonly path: string; readonly exists: boolean };
  /** `nothing`: no test of this change has to do with the file. `names`: one has, but names none of the definitions. */
  readonly lacks: 'nothing' | 'names';
  /** The project has no tests at all. */
  readonly bare: boolean;
}

interface Source extends ChangedSource {
  readonly file: TestedFile;
  /** Those with new code, most of it first. */
  readonly definitions: readonly NewDefinition[];
}

/** New functions of fewer statements are left to whoever calls them. */
const WORTH = 3;

/** What of a change needs a test and has none; nothing where the author said that none is needed. */
export function findUntested(change: TestedChange, limits: TestLimits): readonly Untested[] {
  if (change.wholeFiles || needsNoTests(change.pull, limits.labels)) return [];
  const changed = change.files.filter(({ status, path }) => status !== 'context' && path.endsWith('.py'));
  const code = withoutMoved(findNewCode(changed), changed);
  const live = changed.filter((file) => file.status !== 'removed' && isTestedSource(file));
  const sources = live
    .map((file) => sourceOf(file, code.get(file.path)))
    .filter(({ definitions }) => definitions.length > 0);
  if (sources.length === 0) return [];
  const tests = change.files.filter((file) => addsTests(file, code.get(file.path))).map(related);
  const facts = new Map(change.files.flatMap(({ path, fact }) => (fact ? [[path, fact] as const] : [])));
  const testTree = createTestTree(change.tree);
  const relations = createRelations({
    tree: change.tree,
    testTree,
    tests,
    sources,
    facts,
    changed: live.map(({ path }) => path),
  });
  const uses = usesOf(change.files, new Set(sources.flatMap(({ definitions }) => definitions.map(lastName))));
  const bare =
    testTree.tests.length === 0 &&
    !testTree.modules.some((path) => isTestPath({ path, classes: new Set(), project: NO_PROJECT }));
  const found = sources.flatMap((source) =>
    judge(source, { relation: relations.of(source), uses, changed, testTree, bare }),
  );
  return worthSaying(found, limits.statements).map((one) => ({
    ...one,
    place: placeForTest(one.file.path, testTree, one.file.project.root),
  }));
}

/** Files that are gone come without facts; what stood in them, line by line, is not new where it stands now. */
function withoutMoved(code: ReadonlyMap<string, NewCode>, files: readonly TestedFile[]): ReadonlyMap<string, NewCode> {
  const gone = new Set(
    files.flatMap(({ status, factBefore, before = '' }) =>
      status === 'removed' && !factBefore ? linesOf(before) : [],
    ),
  );
  if (gone.size === 0) return code;
  return new Map(
    files.map((file) => {
      const { definitions = [], rest = [] } = code.get(file.path) ?? {};
      const lines = linesOf(file.text ?? '');
      const isFresh = ({ line }: CodeStatement): boolean => !gone.has(lines[line - 1] ?? '');
      return [
        file.path,
        {
          definitions: definitions.map((one) => {
            const fresh = one.fresh.filter(isFresh);
            return { ...one, fresh, growth: Math.min(one.growth, fresh.length) };
          }),
          rest: rest.filter(isFresh),
        },
      ];
    }),
  );
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/).map((line) => line.trim());
}

function related({ path, project, fact }: TestedFile): RelatedFile {
  return { path, root: project.root, ...(fact && { fact }) };
}

function sourceOf(file: TestedFile, code: NewCode | undefined): Source {
  const definitions = (code?.definitions ?? []).filter(
    ({ definition, fresh }) => fresh.length > 0 && needsTest(definition),
  );
  const names = definitions
    .flatMap(({ definition }) => definition.name.split('.'))
    .filter((name) => !name.startsWith('__'));
  return {
    ...related(file),
    file,
    added: file.status === 'added',
    names: new Set(names),
    definitions: definitions.toSorted((a, b) => b.fresh.length - a.fresh.length),
  };
}

/** Doctests are tests; what shows an object to people, and what type checkers alone read, needs none. */
function needsTest({ name, doctest, decorators }: NewDefinition['definition']): boolean {
  return !doctest && !/(^|\.)__(repr|str|rich_repr|rich_console)__$/.test(name) && !decorators.includes('overload');
}

interface Use {
  readonly inTest: boolean;
  readonly root: string;
  /** `path:Cart.total`; empty for what stands in no function. */
  readonly site: string;
}

/** Who uses each of these names: all tests that could be read, and the changed source. */
function usesOf(files: readonly TestedFile[], wanted: ReadonlySet<string>): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  for (const file of files) {
    const inTest = isTestPath(file);
    if (!file.fact || (file.status === 'context' && !inTest)) continue;
    const note = (statements: readonly CodeStatement[], site: string): void => {
      const use = { inTest, site, root: file.project.root };
      for (const name of namesIn(statements)) {
        if (!wanted.has(name)) continue;
        const known = uses.get(name);
        if (known) known.push(use);
        else uses.set(name, [use]);
      }
    };
    note(file.fact.rest, '');
    for (const one of file.fact.definitions) note(one.statements, siteOf(file, one.name));
  }
  return uses;
}

function lastName({ definition: { name } }: NewDefinition): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function siteOf(file: TestedFile, name: string): string {
  return `${file.path}:${name}`;
}

interface Known {
  readonly relation: Relation;
  /** By the name that is used. */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  readonly changed: readonly TestedFile[];
  readonly testTree: TestTree;
  readonly bare: boolean;
}

type Judged = Omit<Untested, 'place'>;

function judge({ file, definitions }: Source, { relation, uses, changed, testTree, bare }: Known): readonly Judged[] {
  const report = (kind: Judged['kind'], own: readonly NewDefinition[], lacks: Judged['lacks']): readonly Judged[] => [
    {
      file,
      kind,
      definitions: own,
      statements: count(own),
      growth: own.reduce((sum, { growth }) => sum + growth, 0),
      lacks,
      bare,
    },
  ];
  if (relation === 'open') return [];
  if (relation === 'none' && file.status === 'added' && hasOldTest(file, changed, testTree)) return [];
  if (relation === 'covered') {
    const unused = definitions.filter((one) => isNovel(one) && !isUsed(one, file, uses));
    return count(unused) >= WORTH ? report('code', unused, 'names') : [];
  }
  const unnamed = definitions.filter((one) => !(one.isNew && isPublic(one) && isUsed(one, file, uses, true)));
  if (file.status === 'added')
    return count(unnamed.filter(isNovelOrMethod)) >= WORTH ? report('module', unnamed, 'nothing') : [];
  return unnamed.length > 0 ? report('code', unnamed, 'nothing') : [];
}

/** A test of its name was there before the module; nobody looked at what it says. */
function hasOldTest({ path, project }: TestedFile, changed: readonly TestedFile[], tree: TestTree): boolean {
  return testsNamedFor(path, tree, project.root).some((test) => !changed.some((file) => file.path === test));
}

/** Anything but the definition itself uses its name. */
function isUsed(one: NewDefinition, file: TestedFile, uses: Known['uses'], inTests = false): boolean {
  const own = siteOf(file, one.definition.name);
  return (uses.get(lastName(one)) ?? []).some(
    ({ inTest, site, root }) => (inTest || !inTests) && site !== own && sameProject(root, file.project.root),
  );
}

function count(definitions: readonly NewDefinition[]): number {
  return definitions.reduce((sum, { fresh }) => sum + fresh.length, 0);
}

function isPublic({ definition: { name } }: NewDefinition): boolean {
  return !/(^|\.)_/.test(name);
}

/** Decorators that leave a function to be called by its name. */
const PLAIN: ReadonlySet<string> = new Set([
  'staticmethod',
  'classmethod',
  'property',
  'cached_property',
  'contextmanager',
  'asynccontextmanager',
  'cache',
  'lru_cache',
  'wraps',
  'dataclass',
]);

/** Names by which a tool or a framework finds a function. */
const HOOK =
  /(^|\.)(main|cli|run|app|application|handler|lambda_handler|setup|teardown|ready|configure|register|includeme|upgrade|downgrade|(pytest|visit|depart|do|on|handle|before|after)_\w+)$/;

/** A new public function with some logic, which nobody can call but by its name. */
function isNovel(one: NewDefinition): boolean {
  return one.isNew && !one.definition.inherits && isNovelOrMethod(one);
}

function isNovelOrMethod(one: NewDefinition): boolean {
  const { decorators, name } = one.definition;
  return (
    isPublic(one) && !HOOK.test(name) && decorators.every((decorator) => PLAIN.has(decorator)) && hasLogic(one.fresh)
  );
}

/** It decides or works something out; calls in a row are wiring. */
function hasLogic(statements: readonly CodeStatement[]): boolean {
  return statements.some(({ tokens }) =>
    /(^| )(if|elif|for|while|case|except|and|or|not|raise|[-+*/%<>&|]=?|\/\/|[!=]=|<=|>=) /.test(tokens),
  );
}

/**
 * Enough new code for a test, or a new function that deserves one. Where many files change a little, the one that changes most
 * speaks for all; and a project without tests hears of it once.
 */
function worthSaying(found: readonly Judged[], limit: number): readonly Judged[] {
  const large = found.filter(({ kind, lacks, statements, definitions }) => {
    const novel = definitions.filter((one) => isNovel(one));
    return kind === 'module' || lacks === 'names' || statements >= limit || count(novel) >= WORTH;
  });
  const [most] = found.toSorted((a, b) => b.growth - a.growth);
  const total = found.reduce((sum, { growth }) => sum + growth, 0);
  const spread = large.length === 0 && most && total >= limit && most.growth * 2 >= limit ? [most] : large;
  const inBareProject = spread.filter(({ bare }) => bare).toSorted((a, b) => b.statements - a.statements);
  return spread.filter((one) => !one.bare || one === inBareProject[0]);
}
