import { NO_PROJECT } from '../src/core/project.ts';
import type { SourceFile } from '../src/core/facts.ts';
import type { Snapshot } from '../src/core/flow.ts';
import { defaultConfig } from '../src/config/config.ts';
import { settingsFor } from '../src/config/settings.ts';
import { runRuff } from '../src/engines/ruff.ts';
import { createInThreadAnalyser } from '../src/review/in-thread.ts';
import { createPool } from '../src/review/pool.ts';
import { review } from '../src/review/review.ts';
import type { Analyser } from '../src/review/task.ts';
import { loadCatalogue } from '../src/sdk/load.ts';
import { countLines, findStandardLibrary, readModules } from './standard-library.ts';
import type { SourceText } from './standard-library.ts';
import { printTable, round } from './table.ts';

/** `check` over the standard library beside bare Ruff with the same codes, each after one warm-up run over a tenth of it. */
export async function measureSpeed(): Promise<void> {
  const folder = findStandardLibrary();
  const files = await readModules(folder);
  const lines = countLines(files);
  const catalogue = await loadCatalogue();
  const settings = settingsFor(
    defaultConfig(),
    catalogue.checks.map(({ info }) => info),
  );
  const enabled = catalogue.checks.filter(({ info }) => settings.check(info.id).level !== 'off');
  const codes = enabled.flatMap(({ info }) => info.codes).filter((code) => code !== 'invalid-syntax');
  const rows: (readonly (string | number)[])[] = [];
  const add = (name: string, milliseconds: number, base: number): void => {
    rows.push([
      name,
      round(milliseconds),
      round(lines / (milliseconds / 1000)),
      base === 0 ? '' : `${round(milliseconds / base, 2)} ×`,
    ]);
  };
  const bare = await time(files, (some) => Promise.resolve(runBare(some, codes)));
  add(`bare Ruff, ${codes.length} codes, one thread`, bare, 0);
  const run = async (analyser: Analyser, some: readonly SourceText[]): Promise<void> => {
    await review({ snapshot: wholeFiles(some), catalogue, settings, failOn: 'secrets', analyser });
  };
  const single = createInThreadAnalyser(catalogue);
  add(`all ${enabled.length} recommended checks, one thread`, await time(files, (some) => run(single, some)), bare);
  const pool = createPool();
  add('all recommended checks, in the pool', await time(files, (some) => run(pool, some)), bare);
  await pool.close();
  printTable(
    `Speed over ${folder}: ${files.length} files, ${lines} lines`,
    ['', 'ms', 'lines/s', 'of bare Ruff'],
    rows,
  );
}

async function time(
  files: readonly SourceText[],
  run: (files: readonly SourceText[]) => Promise<void>,
): Promise<number> {
  await run(files.filter((_, index) => index % 10 === 0));
  const started = performance.now();
  await run(files);
  return performance.now() - started;
}

function runBare(files: readonly SourceText[], codes: readonly string[]): void {
  for (const { path, text } of files) {
    const file: SourceFile = { path, text, lines: [], classes: new Set(), project: NO_PROJECT };
    try {
      runRuff({ text, codes, file });
    } catch {
      // A file that breaks the engine is a skip in a review; here it only has to be passed over.
    }
  }
}

function wholeFiles(files: readonly SourceText[]): Snapshot {
  return {
    base: '',
    head: '',
    files: files.map(({ path, text }) => {
      const lines = text.split('\n').length;
      return {
        path,
        text,
        status: 'added',
        hunks: [
          { oldStart: 0, oldLines: 0, newStart: 1, newLines: lines, added: [{ start: 1, end: lines }], removed: [] },
        ],
      };
    }),
    tree: new Set(files.map(({ path }) => path)),
    context: new Map(),
    skips: [],
  };
}
