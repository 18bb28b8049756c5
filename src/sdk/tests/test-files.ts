import type { PathClass } from '../../core/path-class.ts';
import type { ProjectFacts } from '../../core/project.ts';
import { shared, stemOf } from '../python/module-paths.ts';
import { pytestNames } from './pytest-names.ts';

/** Where tests stand in a tree, told by paths alone. */

interface Placed {
  readonly path: string;
  readonly classes: ReadonlySet<PathClass>;
  readonly project: ProjectFacts;
}

/** A path below a test folder, or of a test's name; also what pytest's `testpaths` names. */
export function isTestPath({ path, classes, project }: Placed): boolean {
  if (
    classes.has('test') ||
    /(^|[/_-])(tests?|specs?|test_?suite)\/|(^|\/)tests\.py$/i.test(path) ||
    testedStem(path) !== undefined
  )
    return true;
  if (isNamedByProject(path, project)) return true;
  const own = project.root === '' ? path : path.slice(project.root.length + 1);
  return (
    /\S/.test(project.pytest['testpaths'] ?? '') && testPaths(project).some((folder) => own.startsWith(`${folder}/`))
  );
}

/** By a `python_files` of the project's own; `*.py` there says nothing. */
function isNamedByProject(path: string, project: ProjectFacts): boolean {
  if (!/\S/.test(project.pytest['python_files'] ?? '')) return false;
  const names = pytestNames(project, new Set());
  return names !== undefined && names.isTestFile(path) && !names.isTestFile('x.py');
}

function testPaths({ pytest }: ProjectFacts): readonly string[] {
  return (pytest['testpaths'] ?? '').split(/[\s,"'[\]]+/).flatMap((one) => one.replace(/^\.\/|\/+$/g, '') || []);
}

/** `test_pricing.py` and `pricing_test.py` give `pricing`; undefined for other names. */
export function testedStem(path: string): string | undefined {
  const [, before, after] = /(?:^|\/)(?:tests?_([^/]+)|([^/]+)_tests?)\.py$/.exec(path) ?? [];
  return (before ?? after)?.replace(/^_+/, '');
}

/** The Python files of a tree, and those among them that have a test's name; each sorted. */
export interface TestTree {
  readonly modules: readonly string[];
  readonly tests: readonly string[];
  /** The tests by what their names say they test. */
  readonly byStem: ReadonlyMap<string, readonly string[]>;
  /** The modules by folder. */
  readonly byFolder: ReadonlyMap<string, readonly string[]>;
  /** A test of the folder below a project's root that has most of them. */
  mostUsed(root: string): string | undefined;
}

export function createTestTree(tree: ReadonlySet<string>): TestTree {
  const python = [...tree].filter((path) => path.endsWith('.py')).sort();
  const { tests = [], modules = [] } = Object.groupBy(python, (path) =>
    testedStem(path) === undefined ? 'modules' : 'tests',
  );
  const most = new Map<string, string | undefined>();
  return {
    tests,
    modules,
    byStem: Map.groupBy(tests, (path) => testedStem(path) ?? ''),
    byFolder: Map.groupBy(modules, folderOf),
    mostUsed(root) {
      if (!most.has(root)) most.set(root, mostUsed(tests.filter((one) => isBelow(one, root))));
      return most.get(root);
    },
  };
}

/** Test files that are named after a module, below its project: the nearest first. */
export function testsNamedFor(path: string, tree: TestTree, root: string): readonly string[] {
  const stem = stemOf(path);
  return nearestFirst(testsOf([stem, `${path.split('/').at(-2) ?? ''}_${stem}`], tree, root), path);
}

function testsOf(stems: readonly string[], { byStem }: TestTree, root: string): readonly string[] {
  return [...new Set(stems)].flatMap((stem) => byStem.get(stem) ?? []).filter((one) => isBelow(one, root));
}

function nearestFirst(tests: readonly string[], path: string): readonly string[] {
  return tests.toSorted((a, b) => likeness(b, path) - likeness(a, path) || (a < b ? -1 : 1));
}

/** How much of a module's folders a test's path repeats: `tests/shop/test_api.py` is more like `src/shop/api.py` than `tests/test_api.py`. */
function likeness(test: string, path: string): number {
  const folders = new Set(test.split('/').slice(0, -1));
  const repeated = path
    .split('/')
    .slice(0, -1)
    .filter((folder) => folders.has(folder)).length;
  return shared(test, path) + repeated * 2 - folders.size * 0.1;
}

/**
 * Where a test of a module stands or would stand: the file named after it, else where the tests of its neighbours are, else
 * where most tests are.
 */
export function placeForTest(
  path: string,
  tree: TestTree,
  root: string,
): { readonly path: string; readonly exists: boolean } {
  const [own] = testsNamedFor(path, tree, root);
  if (own !== undefined) return { path: own, exists: true };
  // Django's `orders/tests.py` is about all of `orders/`.
  const ofFolder = `${folderOf(path)}/tests.py`;
  const beside = tree.byFolder.get(folderOf(path)) ?? [];
  if (beside.includes(ofFolder)) return { path: ofFolder, exists: true };
  const siblings = beside.filter((one) => one !== path).map(stemOf);
  const [neighbour] = nearestFirst(testsOf(siblings, tree, root), path);
  const pattern = neighbour ?? tree.mostUsed(root) ?? `${root === '' ? '' : `${root}/`}tests/test_x.py`;
  const name = pattern.endsWith('_test.py') ? `${stemOf(path)}_test.py` : `test_${stemOf(path)}.py`;
  const folder = folderOf(pattern);
  return { path: folder === '' ? name : `${folder}/${name}`, exists: false };
}

/** A test of the folder that has most of them. */
function mostUsed(tests: readonly string[]): string | undefined {
  const byFolder = [...Map.groupBy(tests, folderOf)].sort(
    ([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1),
  );
  return byFolder[0]?.[1][0];
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function isBelow(path: string, root: string): boolean {
  return root === '' || path.startsWith(`${root}/`);
}
