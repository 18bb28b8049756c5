import type { SourceFile } from '../core/facts.ts';

/** Values of Ruff's `target-version` that this engine knows, oldest first. */
export const RUFF_TARGETS = ['py37', 'py38', 'py39', 'py310', 'py311', 'py312', 'py313', 'py314', 'py315'] as const;

/** Where nothing valid is said: the newest released Python, so that no syntax is called wrong without reason. */
const DEFAULT_TARGET = 'py314';

/** What the engine's `Workspace` takes: the part of Ruff's settings that we set. */
export interface RuffOptions {
  readonly 'target-version': string;
  readonly builtins: readonly string[];
  readonly lint: Readonly<Record<string, unknown>>;
}

/**
 * The team's tables that shape what a rule says. Everything else of `lint.*` selects rules, follows paths or turns on previews,
 * which is not the team's to say here.
 */
const TABLES: ReadonlySet<string> = new Set([
  'flake8-annotations',
  'flake8-bandit',
  'flake8-boolean-trap',
  'flake8-bugbear',
  'flake8-builtins',
  'flake8-comprehensions',
  'flake8-copyright',
  'flake8-errmsg',
  'flake8-gettext',
  'flake8-implicit-str-concat',
  'flake8-import-conventions',
  'flake8-pytest-style',
  'flake8-quotes',
  'flake8-self',
  'flake8-tidy-imports',
  'flake8-type-checking',
  'flake8-unused-arguments',
  'isort',
  'mccabe',
  'pep8-naming',
  'pycodestyle',
  'pydoclint',
  'pydocstyle',
  'pyflakes',
  'pylint',
  'pyupgrade',
  'ruff',
]);

/** Plain values under `lint.*` that do the same. */
const VALUES: ReadonlySet<string> = new Set([
  'allowed-confusables',
  'dummy-variable-rgx',
  'external',
  'logger-objects',
  'task-tags',
  'typing-modules',
]);

/** Settings without the team's tables; these always work. */
export function ownOptions(codes: readonly string[], file: SourceFile): RuffOptions {
  const { target, firstParty } = file.project;
  const known = firstParty.filter((name) => /^[\w.-]+$/.test(name));
  return {
    'target-version': RUFF_TARGETS.find((one) => one === target) ?? DEFAULT_TARGET,
    // The engine is not told the path, and so does not know that a package has this name.
    builtins: isPackage(file) ? ['__path__'] : [],
    lint: { select: [...new Set(codes)].sort(), isort: { 'known-first-party': known } },
  };
}

/** True for the `__init__` module of a package: the only part of a path that the options depend on. */
export function isPackage({ path }: SourceFile): boolean {
  return /(^|\/)__init__\.pyi?$/.test(path);
}

/** The team's `lint.*` settings that may be passed on, by key; whether their values are valid only the engine can say. */
export function teamSettings(file: SourceFile): readonly (readonly [string, unknown])[] {
  return Object.entries(file.project.ruff.lint)
    .filter(([key, value]) => VALUES.has(key) || (TABLES.has(key) && isTable(value)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The options with one more of the team's settings. First-party packages are the team's and those of the repository. */
export function withSetting(options: RuffOptions, key: string, value: unknown): RuffOptions {
  const own = options.lint[key];
  if (!isTable(own) || !isTable(value)) return { ...options, lint: { ...options.lint, [key]: value } };
  const known = [...listOf(own['known-first-party']), ...listOf(value['known-first-party'])];
  return { ...options, lint: { ...options.lint, [key]: { ...own, ...value, 'known-first-party': known } } };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
