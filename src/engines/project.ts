import type { ProjectFacts } from '../core/project.ts';
import { readDependencies } from './project-dependencies.ts';
import type { Ini } from './project-ini.ts';
import { readIni } from './project-ini.ts';
import { findFirstParty } from './project-layout.ts';
import { findPytest, findTestFolders, optionsBelow, PYTEST_FILES } from './project-pytest.ts';
import { minimumPython, targetFor, targetOf } from './project-python.ts';
import type { Repository, RepositoryTexts } from './project-repository.ts';
import { below, folderOf, openRepository, pathIn, upwardFrom } from './project-repository.ts';
import { readRuff, ruffFileFor } from './project-ruff.ts';
import type { Table } from './project-table.ts';
import { tableAt, textIn, textsOf } from './project-table.ts';

export { extendedBy } from './project-ruff.ts';

const PROJECT_NAMES = ['pyproject.toml', 'setup.cfg', 'setup.py', 'Pipfile'];
/** These often serve one folder of a project (`docs/requirements.txt`); they mark a root only where nothing else does. */
const LESSER_NAMES = ['ruff.toml', '.ruff.toml', 'requirements.txt'];

/** Names of the files that say something about the project around them. */
export const PROJECT_FILES: readonly string[] = [
  ...new Set([...PROJECT_NAMES.filter((name) => name !== 'Pipfile'), ...LESSER_NAMES, ...PYTEST_FILES]),
];

/** What the project files around any path of a repository say; each project is read once. */
export function createProjects(texts: RepositoryTexts): (path: string) => ProjectFacts {
  const repository = openRepository(texts);
  const byFolder = new Map<string, ProjectFacts>();
  const bySources = new Map<string, ProjectFacts>();
  const ofFolder = (path: string): ProjectFacts => {
    const folder = folderOf(path);
    const seen = byFolder.get(folder);
    if (seen) return seen;
    const root = projectRootOf(path, repository.tree);
    const ruffFile = ruffFileFor(folder, repository);
    const sources = `${root}\0${ruffFile ?? ''}`;
    const facts = bySources.get(sources) ?? readProject(root, ruffFile, repository);
    byFolder.set(folder, facts);
    bySources.set(sources, facts);
    return facts;
  };
  return (path) => {
    const facts = ofFolder(path);
    const target = targetFor(path, facts.target);
    return target === facts.target ? facts : { ...facts, target };
  };
}

/** The folder of the project that a path belongs to: the nearest upward with a project file; empty for the repository root. */
export function projectRootOf(path: string, tree: ReadonlySet<string>): string {
  const folders = upwardFrom(folderOf(path));
  for (const names of [PROJECT_NAMES, LESSER_NAMES]) {
    const root = folders.find((folder) => names.some((name) => tree.has(pathIn(folder, name))));
    if (root !== undefined) return root;
  }
  return '';
}

function readProject(root: string, ruffFile: string | undefined, repository: Repository): ProjectFacts {
  const { tree } = repository;
  const files = readFiles(root, repository);
  const ruff = readRuff(ruffFile, repository);
  const python = findPython(root, repository);
  const pytest = findPytest(root, repository);
  // A `target-version` above the project is older news than what the project itself says.
  const isOwn = ruffFile !== undefined && (python === undefined || below(python.folder, ruffFile) !== undefined);
  const target = (isOwn ? ruff.target : undefined) ?? (python && targetOf(python.version));
  return {
    root,
    ...(python && { minPython: python.version }),
    target: target ?? ruff.target ?? ruff.extendedTarget ?? targetOf(undefined),
    dependencies: readDependencies({
      ...files,
      requirements: files.requirements === undefined ? [] : [files.requirements],
    }),
    firstParty: findFirstParty(tree, root, ruff.src),
    kind: kindOf(files, root, tree),
    ruff: ruff.settings,
    pytest: optionsBelow(pytest, root),
    testFolders: findTestFolders(pytest, root, tree),
  };
}

interface Files {
  readonly pyproject: Table;
  readonly setupCfg: Ini;
  /** Empty where there is none. */
  readonly setupPy: string;
  readonly hasSetupPy: boolean;
  readonly requirements: string | undefined;
}

function readFiles(folder: string, { textOf, tableOf }: Repository): Files {
  const text = (name: string) => textOf(pathIn(folder, name));
  return {
    pyproject: tableOf(pathIn(folder, 'pyproject.toml')),
    setupCfg: readIni(text('setup.cfg') ?? ''),
    setupPy: text('setup.py') ?? '',
    hasSetupPy: text('setup.py') !== undefined,
    requirements: text('requirements.txt'),
  };
}

/** The oldest Python that the project says it runs on; where it says nothing, what the folders above say. */
function findPython(root: string, repository: Repository): { folder: string; version: string } | undefined {
  for (const folder of upwardFrom(root)) {
    const version = minimumPython(readFiles(folder, repository));
    if (version !== undefined) return { folder, version };
  }
  return undefined;
}

const DEPLOYED = ['Dockerfile', 'Containerfile', 'Procfile', 'fly.toml', 'render.yaml', 'app.yaml', 'serverless.yml'];

/**
 * A service can have a build system too: it is installed into its own image. What stands beside it tells the two apart, unless the
 * project describes itself to those who look for packages.
 */
function kindOf(
  { pyproject, setupCfg, setupPy, hasSetupPy }: Files,
  root: string,
  tree: ReadonlySet<string>,
): ProjectFacts['kind'] {
  const project = tableAt(pyproject, 'project');
  const poetry = tableAt(pyproject, 'tool', 'poetry');
  if (poetry['package-mode'] === false || tableAt(pyproject, 'tool', 'uv')['package'] === false) return 'application';
  const named = textIn(project, 'name') ?? textIn(poetry, 'name');
  const isBuilt = named !== undefined && Object.hasOwn(pyproject, 'build-system');
  const metadata = setupCfg.get('metadata');
  const isSetUp = metadata?.has('name') === true || (hasSetupPy && /\bname\s{0,9}=/.test(setupPy));
  if (!isBuilt && !isSetUp) return 'application';
  const classifiers = [project, poetry].flatMap((table) => textsOf(table['classifiers']));
  const legacy = `${metadata?.get('classifiers') ?? ''} ${metadata?.get('classifier') ?? ''} ${setupPy}`;
  if ([...classifiers, legacy].some((text) => text.includes('Private ::'))) return 'application';
  if (classifiers.length > 0 || /\w ::/.test(legacy)) return 'library';
  return DEPLOYED.some((name) => tree.has(pathIn(root, name))) ? 'application' : 'library';
}
