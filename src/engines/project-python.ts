import type { Ini } from './project-ini.ts';
import type { Table } from './project-table.ts';
import { isTable, tableAt, textIn } from './project-table.ts';
import { lowestPython } from './requirements-range.ts';

/** Versions that Ruff's `target-version` has. */
const OLDEST_TARGET = 7;
const NEWEST_TARGET = 14;

interface Sources {
  readonly pyproject: Table;
  readonly setupCfg: Ini;
  readonly setupPy: string;
}

/** The oldest Python that the project says it runs on, as `3.11`: PEP 621, else Poetry, setup.cfg, setup.py. */
export function minimumPython({ pyproject, setupCfg, setupPy }: Sources): string | undefined {
  const declared =
    textIn(tableAt(pyproject, 'project'), 'requires-python') ??
    poetryPython(tableAt(pyproject, 'tool', 'poetry', 'dependencies')) ??
    setupCfg.get('options')?.get('python_requires') ??
    /\bpython_requires\s{0,9}=\s{0,9}["']([^"'\n]{1,100})["']/.exec(setupPy)?.[1];
  return declared === undefined ? undefined : lowestPython(declared);
}

function poetryPython(dependencies: Table): string | undefined {
  const value = dependencies['python'];
  return isTable(value) ? textIn(value, 'version') : textIn(dependencies, 'python');
}

/**
 * The target for a file that says in its name which Python it is for, as `test_match_py310.py` does, where that is newer than the
 * project's; else the project's.
 */
export function targetFor(path: string, target: string): string {
  const named = /(?:^|[_/-])py(?:thon)?_?3_?(\d{1,2})(?:_?plus)?(?:[_/.-]|$)/.exec(path)?.[1];
  if (named === undefined || Number(named) <= Number(target.slice(3))) return target;
  return targetOf(`3.${named}`);
}

/** Ruff's name for a Python version, kept within what Ruff knows; the newest where nothing is said. */
export function targetOf(minPython: string | undefined): string {
  if (minPython === undefined) return `py3${NEWEST_TARGET}`;
  const minor = minPython.startsWith('3.') ? Number(minPython.slice(2)) : 0;
  return `py3${Math.min(NEWEST_TARGET, Math.max(OLDEST_TARGET, minor))}`;
}
