/** All that a check may import. One file in `checks/chNN-…/` = one check; its id is its path. */
import type {
  DockerFile,
  Json,
  PyNode,
  PythonFile,
  RequirementsFile,
  RuffDiagnostic,
  SourceFile,
  TextFile,
  TomlFile,
  YamlFile,
} from '../core/facts.ts';
import type { Change, Example, Files, Sample } from '../core/check-info.ts';
import type { Draft, Drafts, Meta, OptionSpecs, WithOptions } from './check-meta.ts';
import type { FileStatus, Fix, Hunk, PullFacts, Severity, Span } from '../core/flow.ts';
import type { PathClass } from '../core/path-class.ts';
import type { ProjectFacts } from '../core/project.ts';

export type { Draft, OptionSpecs, OptionValues } from './check-meta.ts';
export * from './python/attempts.ts';
export * from '../core/facts.ts';
export type {
  Change,
  Example,
  Files,
  FileStatus,
  Fix,
  Hunk,
  PathClass,
  ProjectFacts,
  PullFacts,
  Sample,
  Severity,
  Span,
};
export * from '../core/span.ts';
export * from './python/built-text.ts';
export * from './python/code-facts.ts';
export * from './frameworks/alembic.ts';
export * from './python/cancellation.ts';
export * from './python/coroutine-results.ts';
export * from './dependencies/dependencies.ts';
export * from './documentation/doc-examples.ts';
export * from './documentation/doc-links.ts';
export * from './python/docstring-params.ts';
export * from './dependencies/entry-points.ts';
export * from './ruff/errors-and-logs.ts';
export * from './frameworks/fastapi-routes.ts';
export * from './fresh-in-change.ts';
export * from './python/glance.ts';
export * from './python/known-types.ts';
export * from './ruff/bug-prone.ts';
export * from './tests/missing-tests.ts';
export * from './python/module-names.ts';
export * from './python/nested-functions.ts';
export * from './python/places.ts';
export * from './plain.ts';
export * from './frameworks/pydantic-config.ts';
export * from './frameworks/pydantic-methods.ts';
export * from './frameworks/pydantic-models.ts';
export * from './python/python-flow.ts';
export * from './python/python-guards.ts';
export * from './dependencies/python-versions.ts';
export * from './python/code-lines.ts';
export * from './python/complexity.ts';
export * from './python/def-history.ts';
export * from './python/python-lines.ts';
export * from './ruff/ruff-sentences.ts';
export * from './python/truthy.ts';
export * from './tests/pytest-names.ts';
export * from './tests/hidden-tests.ts';
export * from './python/python.ts';
export * from './python/bound-values.ts';
export * from './python/development.ts';
export * from './name-words.ts';
export * from './secrets/password-names.ts';
export * from './security/text-parts.ts';
export * from './security/trusted-data.ts';
export * from './docker/docker.ts';
export * from './ruff/second-definitions.ts';
export * from './secrets/secrets.ts';
export * from './short-name.ts';
export * from './secrets/environment-reads.ts';
export * from './security/tls-switches.ts';
export * from './workflows/workflows.ts';
export * from './sample.ts';
export * from './security/sql-text.ts';
export * from './tables.ts';
export * from './python/undefined-names.ts';
export * from './tests/untested-words.ts';

/** See `places` of the checks; undefined stands for all of the file. Beside a pattern or offsets, calls of what `calls` names count as well. */
export type Places<O extends OptionSpecs> =
  | 'calls'
  | RegExp
  | ((file: SourceFile & WithOptions<O>) => readonly number[] | undefined);

export type PythonHandler<O extends OptionSpecs> = (node: PyNode, file: PythonFile & WithOptions<O>) => Drafts;

/** Handlers share one walk over the tree. */
export interface PythonCheck<O extends OptionSpecs = OptionSpecs> extends Meta<O> {
  readonly on: 'python';
  /** Ruff's codes for the same thing: `# noqa: S102`, and Bandit's `# nosec B102`, answer this check as well. */
  readonly sameAs?: readonly string[];
  /**
   * The file is parsed for this check only if its text has one of these, be it within a longer word. Needed beside `nodes` and
   * `file`; for `calls` the names of their keys are looked for in any case.
   */
  readonly mentions?: readonly string[];
  /**
   * A closer look, where `mentions` are in too many files: false if the text cannot have what is looked for. It must never be
   * narrower than the handlers.
   */
  suspects?(file: SourceFile & WithOptions<O>): boolean;
  /**
   * Where it may find something: what matches a pattern with the flag `g`, offsets, or with `calls` wherever what their keys name
   * may be called, or decorates. What it says must follow from the functions and classes that hold such a place and from what
   * stands in none of either: of all others only the heads are parsed. All is parsed where this is absent.
   */
  readonly places?: Places<O>;
  /** The places are all that there are: calls of what `calls` names need not be looked at elsewhere. */
  readonly exactPlaces?: true;
  /**
   * By the called thing: `asyncio.get_event_loop` (imports and aliases resolved), or `.execute` for a call of any attribute of
   * that name. The node is the `call`.
   */
  readonly calls?: Readonly<Record<string, PythonHandler<O>>>;
  /** By grammar type: `function_definition`, `class_definition`, `import_from_statement`, `comparison_operator`, … */
  readonly nodes?: Readonly<Record<string, PythonHandler<O>>>;
  /** Once a file, for what needs all of it. */
  file?(file: PythonFile & WithOptions<O>): Drafts;
}

export interface RuffCheck<O extends OptionSpecs = OptionSpecs> extends Meta<O> {
  readonly on: 'ruff';
  /** Stable Ruff codes. All checks' codes run together, once a file. */
  readonly codes: readonly string[];
  /** False leaves a diagnostic out. */
  keep?(diagnostic: RuffDiagnostic, file: SourceFile & WithOptions<O>): boolean;
  /** Our sentence for it; the engine's own where absent or undefined. */
  message?(diagnostic: RuffDiagnostic, file: SourceFile & WithOptions<O>): string | undefined;
  severityOf?(diagnostic: RuffDiagnostic, file: SourceFile & WithOptions<O>): Severity | undefined;
}

interface FileCheck<On extends string, F, O extends OptionSpecs> extends Meta<O> {
  readonly on: On;
  run(file: F & WithOptions<O>): Drafts;
}

/** `pyproject.toml`, `uv.lock`, `poetry.lock`, `Pipfile`, … by `files`; pyproject.toml where absent. */
export type TomlCheck<O extends OptionSpecs = OptionSpecs> = FileCheck<'toml', TomlFile, O>;
/** Any `.yml`/`.yaml`, narrowed by `files`. Helm templates are skipped. */
export type YamlCheck<O extends OptionSpecs = OptionSpecs> = FileCheck<'yaml', YamlFile, O>;
/** `Dockerfile`, `Dockerfile.*`, `*.dockerfile`, `Containerfile`. */
export type DockerCheck<O extends OptionSpecs = OptionSpecs> = FileCheck<'dockerfile', DockerFile, O>;
/** `requirements*.txt`, `requirements/*.txt`, `constraints*.txt`, `*requirements.txt`. */
export type RequirementsCheck<O extends OptionSpecs = OptionSpecs> = FileCheck<'requirements', RequirementsFile, O>;

export interface TextCheck<O extends OptionSpecs = OptionSpecs> extends FileCheck<'text', TextFile, O> {
  /** Engines whose hits the file should carry. */
  readonly uses?: readonly 'secrets'[];
}

/** One changed or unchanged file as a whole-change check sees it. `T` is what the check's `collect` steps return. */
export interface PullFile<T> {
  readonly path: string;
  readonly previousPath?: string;
  /** `context`: unchanged, fetched because `needs` names it. */
  readonly status: FileStatus | 'context';
  readonly hunks: readonly Hunk[];
  readonly classes: ReadonlySet<PathClass>;
  readonly project: ProjectFacts;
  readonly text?: string;
  readonly before?: string;
  /** Collected from `text`. */
  readonly fact?: T;
  /** Collected from `before`. */
  readonly factBefore?: T;
}

export interface PullChange<T, O extends OptionSpecs = OptionSpecs> extends WithOptions<O> {
  readonly pull?: PullFacts;
  /** Changed files first, then context, each sorted by path. */
  readonly files: readonly PullFile<T>[];
  /** Every path at head. */
  readonly tree: ReadonlySet<string>;
  /** True when whole files are looked at as if all were new (`check PATH`): nothing is known of a change. */
  readonly wholeFiles: boolean;
}

export interface PullDraft extends Draft {
  readonly path: string;
}

/** What a whole-change check takes from single files, in the shared parse of each. */
export interface Collect<T, O extends OptionSpecs = OptionSpecs> {
  python?(file: PythonFile & WithOptions<O>): T | undefined;
  toml?(file: TomlFile & WithOptions<O>): T | undefined;
  yaml?(file: YamlFile & WithOptions<O>): T | undefined;
  dockerfile?(file: DockerFile & WithOptions<O>): T | undefined;
  requirements?(file: RequirementsFile & WithOptions<O>): T | undefined;
  text?(file: TextFile & WithOptions<O>): T | undefined;
}

export interface PullCheck<T extends Json = Json, O extends OptionSpecs = OptionSpecs> extends Meta<O> {
  readonly on: 'pull';
  /** Globs of unchanged files at head that it must see; kept few, since each costs a read. */
  readonly needs?: readonly string[];
  /** `files` narrows the changed files that these see. */
  readonly collect?: Collect<T, O>;
  /**
   * The `python` step is taken only of modules whose name stands in one of these files, on any side: globs. `shop/cli.py` is called
   * `cli`, and `shop/__init__.py` is called `shop`.
   */
  readonly namedIn?: readonly string[];
  /** As in checks of Python files, for the `python` step: a file that it passes over has no fact. */
  readonly mentions?: readonly string[];
  suspects?(file: SourceFile & WithOptions<O>): boolean;
  readonly places?: Places<O>;
  /** The same for files that are looked at as if all were new, of which no other side is compared. */
  inWholeFiles?(file: SourceFile & WithOptions<O>): boolean;
  run(change: PullChange<T, O>): Iterable<PullDraft> | undefined | void;
}

/** A `cv: ignore[…]` comment that did not do its work. */
export interface SuppressionNote {
  readonly path: string;
  readonly at: Span;
  readonly problem: 'unused' | 'without-reason' | 'unknown-check' | 'malformed';
  /** The check id as written. */
  readonly id: string;
  /** The nearest known id, for unknown ones. */
  readonly nearest?: string;
}

/** Runs after all others, on what the suppression comments did. */
export interface SuppressionsCheck<O extends OptionSpecs = OptionSpecs> extends Meta<O> {
  readonly on: 'suppressions';
  run(notes: readonly SuppressionNote[]): Iterable<PullDraft> | undefined | void;
}

export type AnyCheck<O extends OptionSpecs = OptionSpecs> =
  | PythonCheck<O>
  | RuffCheck<O>
  | TomlCheck<O>
  | YamlCheck<O>
  | DockerCheck<O>
  | RequirementsCheck<O>
  | TextCheck<O>
  | SuppressionsCheck<O>;

/** A check of one file kind, or of the suppressions. The options' types follow from their descriptions. */
export function defineCheck<const O extends OptionSpecs = Record<never, never>>(check: AnyCheck<O>): AnyCheck<O> {
  return check;
}

/** A check of the whole change. `T` is what its `collect` steps hand to `run`; it must be plain JSON. */
export function definePullCheck<T extends Json, const O extends OptionSpecs = Record<never, never>>(
  check: PullCheck<T, O>,
): PullCheck<T, O> {
  return check;
}

/** The same handler for several callees or node types. */
export function each<H>(names: readonly string[], handler: H): Readonly<Record<string, H>> {
  return Object.fromEntries(names.map((name) => [name, handler]));
}
