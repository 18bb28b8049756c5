import type { Severity } from '../../core/flow.ts';
import { folderOf } from './lock-pairs.ts';
import { admitsPython, lowestPython } from './python-ranges.ts';
import type { PythonStatement, PythonStatements } from './python-statement.ts';

/** Two statements that cannot both be right; `own` stands in `path`, the range of the project in `rangePath`. */
export interface Disagreement {
  readonly path: string;
  readonly own: PythonStatement;
  readonly rangePath: string;
  readonly range: PythonStatement;
  readonly message: string;
  readonly severity?: Severity;
}

interface Speaker {
  readonly path: string;
  /** Its project is a library. */
  readonly library: boolean;
  readonly said: PythonStatements;
}

/** Every statement against the range of the project that it belongs to, and the oldest Python of a library against its tests. */
export function findDisagreements(files: readonly Speaker[], tree: ReadonlySet<string>): readonly Disagreement[] {
  const projects = files.flatMap(({ path, library, said }) => {
    const range = said.statements.find(({ kind }) => kind === 'range');
    return range ? [{ path, folder: folderOf(path), library, range }] : [];
  });
  const found = files.flatMap(({ path, said }) => {
    const folder = isWorkflow(path) ? '' : folderOf(path);
    const around = projects.filter(
      (each) => each.folder === '' || folder === each.folder || folder.startsWith(`${each.folder}/`),
    );
    const project = around.toSorted((a, b) => b.folder.length - a.folder.length)[0];
    // With several projects only a file beside one is surely about it.
    if (!project || (projects.length > 1 && (project.folder !== folder || isWorkflow(path)))) return [];
    return said.statements.flatMap((own): readonly Disagreement[] => {
      const problem = disagreement(own, project.range);
      return problem ? [{ path, own, rangePath: project.path, range: project.range, ...problem }] : [];
    });
  });
  const [project, ...others] = projects;
  const untested =
    project?.library && others.length === 0 && project.folder === '' ? untestedFloor(project, files, tree) : undefined;
  return untested ? [...found, untested] : found;
}

function isWorkflow(path: string): boolean {
  return path.startsWith('.github/');
}

/** Services and tools that may test with more versions than the workflows name. */
const ELSEWHERE =
  /^(\.gitlab-ci\.yml|azure-pipelines\.yml|\.travis\.yml|\.cirrus\.yml|appveyor\.yml|tox\.ini|noxfile\.py|\.circleci\/.*)$/;

/** Nothing in CI runs the oldest Python that the range admits; said only where everything that CI runs is known. */
function untestedFloor(
  project: { readonly path: string; readonly range: PythonStatement },
  files: readonly Speaker[],
  tree: ReadonlySet<string>,
): Disagreement | undefined {
  const workflows = files.filter(({ path }) => isWorkflow(path));
  const floor = lowestPython(project.range.version);
  if (floor === undefined || workflows.some(({ said }) => said.open) || [...tree].some((path) => ELSEWHERE.test(path)))
    return undefined;
  const runs = workflows.flatMap(({ path, said }) =>
    said.statements.filter(({ who }) => who === 'CI').map((own) => ({ path, own, minor: minorNumber(own.version) })),
  );
  const [oldest] = runs.toSorted((a, b) => a.minor - b.minor);
  if (!oldest || new Set(runs.map(({ minor }) => minor)).size < 2 || oldest.minor <= minorNumber(floor))
    return undefined;
  const message = `\`${project.range.who}\` admits Python ${floor}, and CI tests nothing below ${oldest.own.version}: test the oldest, or raise the range.`;
  const own: PythonStatement = { ...oldest.own, kind: 'tested' };
  return { path: oldest.path, own, rangePath: project.path, range: project.range, message, severity: 'notice' };
}

function minorNumber(version: string): number {
  return Number(version.slice('3.'.length));
}

function disagreement(
  own: PythonStatement,
  range: PythonStatement,
): Pick<Disagreement, 'message' | 'severity'> | undefined {
  const rule = `\`${range.who}\` (\`${range.version.slice(0, 20)}\`)`;
  switch (own.kind) {
    case 'interpreter':
      return isOutside(own, range)
        ? {
            message: `${own.who.slice(0, 30)} runs Python ${own.version}, which ${rule} rules out: change one of the two.`,
          }
        : undefined;
    case 'checker':
      return isOutside(own, range)
        ? { message: `${own.who} takes the code for Python ${own.version}, which ${rule} rules out.` }
        : undefined;
    case 'classifier':
      return isOutside(own, range)
        ? { message: `This classifier says ${own.version}, which ${rule} rules out.`, severity: 'notice' }
        : undefined;
    case 'target': {
      const lowest = lowestPython(range.version);
      if (lowest === undefined || Number(lowest.slice(2)) >= Number(own.version.slice(2))) return undefined;
      return {
        message: `Ruff may write what only Python ${own.version} has, but ${rule} admits ${lowest}: leave the setting out.`,
      };
    }
    default:
      return undefined;
  }
}

function isOutside(own: PythonStatement, range: PythonStatement): boolean {
  return admitsPython(range.version, own.version) === false;
}
