import type { ProjectFacts } from '../../core/project.ts';

/** Names by which pytest finds tests in one project. */
export interface PytestNames {
  /** True for a path whose file pytest reads. */
  isTestFile(path: string): boolean;
  /** True for a name that marks a class of tests; classes of unittest need none. */
  isTestClass(name: string): boolean;
  /** Folders that are searched where pytest is started without any; relative to the repository, no slash at the end. */
  readonly searched: readonly string[];
}

/** Files that may have pytest's section: one that is there was perhaps not read, beyond the bound on unchanged files. */
const OTHER_FILES = ['tox.ini', '.pytest.ini', 'pytest.toml', '.pytest.toml'];

/**
 * The names of a project, pytest's own where it sets none. Undefined where its facts are silent and another place may speak:
 * a file of `OTHER_FILES` in its folder, or the configuration of a folder above.
 */
export function pytestNames({ root, pytest }: ProjectFacts, tree: ReadonlySet<string>): PytestNames | undefined {
  const within = (path: string): string => (root === '' ? path : `${root}/${path}`);
  const silent = Object.keys(pytest).length === 0;
  if (silent && (root !== '' || OTHER_FILES.some((name) => tree.has(within(name))))) return undefined;
  if (/python_(files|classes|functions)/.test(pytest['addopts'] ?? '')) return undefined;
  const files = words(pytest['python_files'] ?? 'test_*.py *_test.py').map((pattern) => ({
    pattern: toRegExp(pattern),
    whole: pattern.includes('/'),
  }));
  const classes = words(pytest['python_classes'] ?? 'Test');
  return {
    isTestFile: (path) =>
      files.some(({ pattern, whole }) => pattern.test(whole ? path : path.slice(path.lastIndexOf('/') + 1))),
    isTestClass: (name) => classes.some((pattern) => name.startsWith(pattern) || toRegExp(pattern).test(name)),
    searched: words(pytest['testpaths'] ?? '').map((path) => within(path.replace(/^\.\/|\/+$/g, ''))),
  };
}

/** True for a test file outside of the folders that pytest searches, where no other one of the project is outside of them. */
export function isFirstOutside(
  path: string,
  { isTestFile, searched }: PytestNames,
  tree: ReadonlySet<string>,
): boolean {
  // Which folders a pattern stands for is not worked out here.
  if (searched.length === 0 || searched.some((folder) => !/^[\w./-]+$/.test(folder))) return false;
  const outside = [path, ...tree].filter(
    (one) => !searched.some((folder) => one === folder || one.startsWith(`${folder}/`)),
  );
  return outside[0] === path && outside.every((one) => one === path || !isTestFile(one));
}

function words(value: string): readonly string[] {
  return value.split(/\s+/).filter((word) => word !== '');
}

/** As Python's `fnmatch` reads a pattern; a slash means nothing to it. A path may go on before it. */
function toRegExp(pattern: string): RegExp {
  const parts = pattern.match(/\[!?[^\]]+\]|[^]/gu) ?? [];
  const body = parts.map((part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return part.length > 1 ? part.replace('[!', '[^') : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${pattern.includes('/') ? '(.*/)?' : ''}${body.join('')}$`, 'u');
}
