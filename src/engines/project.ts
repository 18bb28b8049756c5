import type { ProjectFacts } from '../core/project.ts';
import { NO_PROJECT } from '../core/project.ts';
import { readDependencies } from './project-dependencies.ts';
import type { Ini } from './project-ini.ts';
import { readIni } from './project-ini.ts';
import { findFirstParty } from './project-layout.ts';
import { readPytest } from './project-pytest.ts';
import { minimumPython, targetOf } from './project-python.ts';
import { readRuff } from './project-ruff.ts';
import type { Table } from './project-table.ts';
import { tableAt, textIn, textsOf } from './project-table.ts';
import { parseToml } from './toml.ts';

/** Texts of one folder's project files, where they are there. */
export interface ProjectInput {
  /** Folder, without a slash at the end; empty for the repository root. */
  readonly root: string;
  readonly pyproject?: string;
  /** Of `.ruff.toml`, else of `ruff.toml`. */
  readonly ruffToml?: string;
  readonly setupCfg?: string;
  readonly pytestIni?: string;
  readonly requirements?: readonly string[];
  readonly setupPy?: string;
  /** Every path of the repository. */
  readonly tree: ReadonlySet<string>;
}

/** What a folder's project files say. A file that cannot be read says nothing; it is reported where it is itself reviewed. */
export function readProject(input: ProjectInput): ProjectFacts {
  const pyproject = readToml(input.pyproject, 'pyproject.toml');
  const setupCfg = readIni(input.setupCfg ?? '');
  // Ruff reads one of the two, never both.
  const ruff = readRuff(
    input.ruffToml === undefined ? tableAt(pyproject, 'tool', 'ruff') : readToml(input.ruffToml, 'ruff.toml'),
  );
  const minPython = minimumPython({ pyproject, setupCfg, setupPy: input.setupPy ?? '' });
  return {
    root: input.root,
    ...(minPython !== undefined && { minPython }),
    target: ruff.target ?? targetOf(minPython),
    dependencies: readDependencies({
      pyproject,
      setupCfg,
      setupPy: input.setupPy ?? '',
      requirements: input.requirements ?? [],
    }),
    firstParty: findFirstParty(input.tree, input.root, ruff.src),
    kind: kindOf(pyproject, setupCfg, input),
    ruff: ruff.settings,
    pytest: readPytest(pyproject, setupCfg, input.pytestIni),
  };
}

function readToml(text: string | undefined, path: string): Table {
  if (text === undefined) return {};
  const parsed = parseToml({ path, text, lines: [], classes: new Set(), project: NO_PROJECT });
  return parsed.ok ? tableAt(parsed.value.data) : {};
}

const DEPLOYED = ['Dockerfile', 'Containerfile', 'Procfile', 'fly.toml', 'render.yaml', 'app.yaml', 'serverless.yml'];

/**
 * A service can have a build system too: it is installed into its own image. What stands beside it tells the two apart, unless the
 * project describes itself to those who look for packages.
 */
function kindOf(pyproject: Table, setupCfg: Ini, { setupPy = '', root, tree }: ProjectInput): ProjectFacts['kind'] {
  const project = tableAt(pyproject, 'project');
  const poetry = tableAt(pyproject, 'tool', 'poetry');
  if (poetry['package-mode'] === false || tableAt(pyproject, 'tool', 'uv')['package'] === false) return 'application';
  const named = textIn(project, 'name') ?? textIn(poetry, 'name');
  const isBuilt = named !== undefined && Object.hasOwn(pyproject, 'build-system');
  const metadata = setupCfg.get('metadata');
  if (!isBuilt && metadata?.has('name') !== true && !/\bname\s{0,9}=/.test(setupPy)) return 'application';
  const classifiers = [project, poetry].flatMap((table) => textsOf(table['classifiers']));
  const legacy = `${metadata?.get('classifiers') ?? ''} ${metadata?.get('classifier') ?? ''} ${setupPy}`;
  if ([...classifiers, legacy].some((text) => text.includes('Private ::'))) return 'application';
  if (classifiers.length > 0 || /\w ::/.test(legacy)) return 'library';
  return DEPLOYED.some((name) => tree.has(root === '' ? name : `${root}/${name}`)) ? 'application' : 'library';
}

const PROJECT_NAMES = ['pyproject.toml', 'setup.cfg', 'setup.py', 'Pipfile'];
/** These often serve one folder of a project (`docs/requirements.txt`); they mark a root only where nothing else does. */
const LESSER_NAMES = ['ruff.toml', '.ruff.toml', 'requirements.txt'];

/** The folder of the project that a path belongs to: the nearest upward with a project file; empty for the repository root. */
export function projectRootOf(path: string, tree: ReadonlySet<string>): string {
  const folders = foldersAbove(path);
  for (const names of [PROJECT_NAMES, LESSER_NAMES]) {
    const root = folders.find((folder) => names.some((name) => tree.has(folder === '' ? name : `${folder}/${name}`)));
    if (root !== undefined) return root;
  }
  return '';
}

/** Nearest first; the repository root is last. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join('/')), ''];
}
