import type { DockerFile, DockerInstruction } from '../../core/facts.ts';
import type { Fix, Severity, Span } from '../../core/flow.ts';
import { before, spanOnLine } from '../../core/span.ts';
import { shellCommandsOf } from './docker-commands.ts';
import {
  copiedBefore,
  isPoetryInstaller,
  keepsEnvironmentInProject,
  poetryInstalls,
  poetryVersionIn,
} from './docker-poetry.ts';
import type { PoetryInstall } from './docker-poetry.ts';
import { isDevelopmentFile, lineageOf, sourcesOf, stageNamed, workingFolderOf } from './docker-stages.ts';

/** A fault in how one Dockerfile uses Poetry. */
export interface PoetryProblem {
  /** The same in every push, wherever the line stands. */
  readonly key: string;
  readonly at: Span;
  readonly message: string;
  readonly severity: Severity;
  readonly fix: Fix | null;
  /** What elsewhere in the repository makes it none: the project is no package, or a file that is copied configures Poetry or names the plugin. */
  readonly unless: 'nothing' | 'no-package' | 'poetry.toml' | 'export';
}

/** All that a Dockerfile shows by itself. */
export function poetryProblemsOf(file: DockerFile): readonly PoetryProblem[] {
  const installs = poetryInstalls(file);
  return [
    ...installs.flatMap((install) => [
      ...findOption(file, install),
      ...findRoot(file, install),
      ...findEnvironment(file, install),
    ]),
    ...findExports(file),
    ...findInstallers(file),
  ];
}

/** `--no-dev`, which Poetry 1.2 replaced and Poetry 2 does not know. */
function* findOption(file: DockerFile, { run, args }: PoetryInstall): Iterable<PoetryProblem> {
  const version = poetryVersionIn(file);
  const [major, minor] = typeof version === 'string' ? [2, 0] : version;
  if (!args.includes('--no-dev') || (major < 2 && minor < 2)) return;
  const place = placeOf(file, run, /--no-dev\b/g);
  const severity = version === 'unknown' || major < 2 ? 'notice' : 'warning';
  const fix = place
    ? { title: 'write `--only main`', edits: [{ span: place, text: '--only main' }], safe: true }
    : null;
  yield {
    key: `no-dev ${run.args}`,
    at: place ?? run.span,
    message: 'Poetry 2 has no `--no-dev`; write `--only main`.',
    severity,
    fix,
    unless: 'nothing',
  };
}

/** The project is to be installed before its sources are there. */
function* findRoot(file: DockerFile, { run, stage, args }: PoetryInstall): Iterable<PoetryProblem> {
  if (
    !isPoetryTwo(file) ||
    args.some((arg) => /^--(no-root|help|dry-run)$/.test(arg)) ||
    copiedBefore(file, stage, run) !== 'manifests'
  )
    return;
  const place = placeOf(file, run, /\bpoetry\s+(?:-\S+\s+)*install\b/g);
  const edits: Fix['edits'] = place
    ? [{ span: { ...place, col: place.endCol, line: place.endLine }, text: ' --no-root' }]
    : [];
  const message = 'Poetry 2 fails here: the sources of the project are not copied yet; add `--no-root`.';
  const fix = edits.length > 0 ? { title: 'add `--no-root`', edits, safe: true } : null;
  yield { key: `no-root ${run.args}`, at: run.span, message, severity: 'warning', fix, unless: 'no-package' };
}

/** A later stage takes a `.venv` out of this one, which nothing has put there. */
function* findEnvironment(file: DockerFile, { run, stage }: PoetryInstall): Iterable<PoetryProblem> {
  if (
    keepsEnvironmentInProject(file, stage) ||
    shellCommandsOf(run).some(({ assignments }) => assignments.some((one) => one.startsWith('POETRY_')))
  )
    return;
  const taken = file.stages.slice(stage.index + 1).flatMap((later) =>
    later.instructions.flatMap((copy) => {
      const from =
        copy.keyword === 'COPY' &&
        sourcesOf(copy).some((source) => holds(file, stageNamed(file, source, later)?.index, stage.index));
      const paths = copy.json ?? (file.expand(copy.args, copy) ?? copy.args).split(/\s+/);
      return from ? paths.slice(0, -1).filter((source) => /(^|\/)\.venv\/?$/.test(source)) : [];
    }),
  );
  const [source] = taken;
  if (source === undefined) return;
  const isHere = source.replace(/\/$/, '') === `${workingFolderOf(file, stage, run) ?? '?'}/.venv`;
  const edits: Fix['edits'] = [{ span: before(run.span), text: 'ENV POETRY_VIRTUALENVS_IN_PROJECT=1\n' }];
  const fix = isHere ? { title: 'keep the environment in the project', edits, safe: true } : null;
  const message =
    'Poetry makes no `.venv` in the project, so the later `COPY` of it fails; set `POETRY_VIRTUALENVS_IN_PROJECT=1`.';
  yield { key: `venv ${run.args}`, at: run.span, message, severity: 'warning', fix, unless: 'poetry.toml' };
}

function holds(file: DockerFile, taken: number | undefined, builder: number): boolean {
  const stage = taken === undefined ? undefined : file.stages[taken];
  return stage !== undefined && lineageOf(file, stage).some(({ index }) => index === builder);
}

function runsOf({ stages }: DockerFile): readonly DockerInstruction[] {
  return stages.flatMap(({ instructions }) => instructions).filter(({ keyword }) => keyword === 'RUN');
}

/** `poetry export`, which has been a plugin of its own since Poetry 2. */
function* findExports(file: DockerFile): Iterable<PoetryProblem> {
  if (!isPoetryTwo(file) || file.text.includes('poetry-plugin-export')) return;
  for (const run of runsOf(file)) {
    if (
      !shellCommandsOf(run).some(
        ({ name, args }) => name === 'poetry' && args.find((arg) => !arg.startsWith('-')) === 'export',
      )
    )
      continue;
    const message = 'Poetry 2 has no `export` of its own; install `poetry-plugin-export` beside it.';
    yield { key: `export ${run.args}`, at: run.span, message, severity: 'warning', fix: null, unless: 'export' };
  }
}

function isPoetryTwo(file: DockerFile): boolean {
  const version = poetryVersionIn(file);
  return version === 'latest' || (version !== 'unknown' && version[0] >= 2);
}

/** Poetry of whatever version is out on the day of the build. */
function* findInstallers(file: DockerFile): Iterable<PoetryProblem> {
  if (poetryVersionIn(file) !== 'latest' || isDevelopmentFile(file.path)) return;
  for (const run of runsOf(file)) {
    if (!shellCommandsOf(run).some(isPoetryInstaller)) continue;
    const message = 'Each build may get another Poetry; name the version, as Poetry 2 broke with Poetry 1.';
    yield { key: `version ${run.args}`, at: run.span, message, severity: 'notice', fix: null, unless: 'nothing' };
  }
}

/** The only place of a pattern in the lines of an instruction; undefined where there are several. */
function placeOf({ lines }: DockerFile, { span }: DockerInstruction, pattern: RegExp): Span | undefined {
  const found = lines
    .slice(span.line - 1, span.endLine)
    .flatMap((line, index) =>
      [...line.matchAll(pattern)].map((match) =>
        spanOnLine(span.line + index, match.index + 1, match.index + 1 + match[0].length),
      ),
    );
  return found.length === 1 ? found[0] : undefined;
}
