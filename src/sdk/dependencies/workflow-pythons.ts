import type { DataDocument } from '../../core/facts.ts';
import { FILE_START } from '../../core/span.ts';
import { minorOf } from './python-statement.ts';
import type { PythonStatement, PythonStatements } from './python-statement.ts';
import { isTable, listAt, tableAt, textAtPath, valueAt } from '../tables.ts';
import { floats } from './yaml-floats.ts';

type Path = readonly (string | number)[];

/** Commands that install the project, or run its tests. */
const INSTALLS =
  /\bpip3? install\b[^\n]*(?:\s(?:-e\s*)?["']?\.(?:\[|["'\s/]|$)|-r\s)|\buv (?:sync|run|pip install)\b|\b(?:poetry|pdm|pipenv|hatch)\b|\bpytest\b/m;
/** Commands that choose interpreters themselves. */
const CHOOSES = /\b(?:tox|nox|hatch|conda|mamba|pyenv)\b|--python\b|\buv python\b/;

/** The versions of Python that jobs of a GitHub workflow run the project with, and those that YAML reads as numbers. */
export function workflowStatements(document: DataDocument, text: string): PythonStatements {
  const jobs = Object.keys(tableAt(document.data, 'jobs')).map((name): PythonStatements =>
    jobStatements(document, ['jobs', name]),
  );
  return {
    statements: [...jobs.flatMap(({ statements }) => statements), ...floats(document, text)],
    open: jobs.some(({ open }) => open),
  };
}

function jobStatements(document: DataDocument, path: Path): PythonStatements {
  const job = tableAt(document.data, ...path);
  if (typeof job['uses'] === 'string') return { statements: [], open: true };
  const commands = listAt(job, 'steps')
    .map((step) => textAtPath(step, 'run') ?? '')
    .join('\n');
  if (!INSTALLS.test(commands) && !CHOOSES.test(commands)) return { statements: [], open: false };
  const setups = [...listAt(job, 'steps').keys()].filter((index) =>
    /^(?:actions\/setup-python|astral-sh\/setup-uv)@/.test(textAtPath(job, 'steps', index, 'uses') ?? ''),
  );
  const places = setups.flatMap((index) =>
    placesOf(document, path, [...path, 'steps', index, 'with', 'python-version']),
  );
  const mayFail = job['continue-on-error'] !== undefined;
  const statements = places.flatMap((place) => versionsAt(document, place, mayFail));
  const open =
    CHOOSES.test(commands) || setups.length === 0 || places.length === 0 || statements.length < places.length;
  return { statements, open };
}

/** A version stands in the step itself, or in the matrix that the step refers to. */
function placesOf(document: DataDocument, job: Path, step: Path): readonly Path[] {
  const written = textAtPath(document.data, ...step);
  if (written === undefined) return [];
  const axis = /^\s*\$\{\{\s*matrix\.([\w-]+)\s*\}\}\s*$/.exec(written)?.[1];
  if (axis === undefined) return [step];
  const matrix: Path = [...job, 'strategy', 'matrix'];
  const own = [...listAt(document.data, ...matrix, axis).keys()].map((index): Path => [...matrix, axis, index]);
  const included = [...listAt(document.data, ...matrix, 'include').keys()].map((index): Path => [
    ...matrix,
    'include',
    index,
    axis,
  ]);
  const hasRest = isTable(valueAt(document.data, ...matrix)) && own.length + included.length > 0;
  return hasRest ? [...own, ...included.filter((place) => valueAt(document.data, ...place) !== undefined)] : [];
}

function versionsAt(document: DataDocument, path: Path, mayFail: boolean): readonly PythonStatement[] {
  const value = valueAt(document.data, ...path);
  const version = minorOf(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '');
  if (version === undefined) return [];
  const at = { ...(document.spanOf(path) ?? FILE_START) };
  return [{ kind: mayFail ? 'tested' : 'interpreter', version, who: 'CI', at }];
}
