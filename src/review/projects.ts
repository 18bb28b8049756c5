import type { ProjectFacts } from '../core/project.ts';
import type { Snapshot } from '../core/flow.ts';
import { projectRootOf, readProject } from '../engines/project.ts';

/** Names of the files that say something about the project around them. */
export const PROJECT_FILES = [
  'pyproject.toml',
  'setup.cfg',
  'setup.py',
  'ruff.toml',
  '.ruff.toml',
  'pytest.ini',
  'requirements.txt',
] as const;

/** True for files that decide how others are read; small, and always captured. */
export function isProjectFile(path: string): boolean {
  return PROJECT_FILES.some((name) => path === name || path.endsWith(`/${name}`));
}

/** Facts of the nearest project for any path of a snapshot; each project is read once. */
export function createProjects(snapshot: Snapshot): (path: string) => ProjectFacts {
  const texts = new Map(snapshot.context);
  for (const { path, text } of snapshot.files) if (text !== undefined) texts.set(path, text);
  const known = new Map<string, ProjectFacts>();
  return (path) => {
    const root = projectRootOf(path, snapshot.tree);
    const cached = known.get(root);
    if (cached) return cached;
    const textOf = (name: string): string | undefined => texts.get(root === '' ? name : `${root}/${name}`);
    const facts = readProject({
      root,
      tree: snapshot.tree,
      ...defined({
        pyproject: textOf('pyproject.toml'),
        ruffToml: textOf('ruff.toml') ?? textOf('.ruff.toml'),
        setupCfg: textOf('setup.cfg'),
        setupPy: textOf('setup.py'),
        pytestIni: textOf('pytest.ini'),
      }),
      requirements: [textOf('requirements.txt')].flatMap((text) => text ?? []),
    });
    known.set(root, facts);
    return facts;
  };
}

function defined<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  // Leaves out absent values, which an exact optional property may not hold.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
