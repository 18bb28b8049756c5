import type { SourceFile } from '../src/core/facts.ts';
import type { Snapshot } from '../src/core/flow.ts';
import { NO_PROJECT } from '../src/core/project.ts';
import { defaultConfig } from '../src/config/config.ts';
import { settingsFor } from '../src/config/settings.ts';
import { openPython } from '../src/engines/python.ts';
import { runRuff } from '../src/engines/ruff.ts';
import { createInThreadAnalyser } from '../src/review/in-thread.ts';
import { createPool } from '../src/review/pool.ts';
import { review } from '../src/review/review.ts';
import type { Analyser } from '../src/review/task.ts';
import { loadCatalogue } from '../src/sdk/load.ts';
import { countLines, findStandardLibrary, readModules } from './standard-library.ts';
import type { SourceText } from './standard-library.ts';
import { best, measureTime, median } from './stopwatch.ts';
import type { Time } from './stopwatch.ts';
import { printTable, round } from './table.ts';

const ROUNDS = 3;

interface Contender {
  readonly name: string;
  readonly threads: 'own' | 'all';
  run(files: readonly SourceText[]): Promise<void> | void;
}

/**
 * All recommended checks over the standard library beside bare Ruff with the same codes. All are warmed up with a tenth of the files
 * and then take turns, so that whatever else the machine does meets them alike.
 */
export async function measureSpeed(folder = findStandardLibrary()): Promise<void> {
  const files = await readModules(folder);
  const lines = countLines(files);
  const pool = createPool();
  const contenders = await createContenders(pool);
  const times = new Map<Contender, Time[]>(contenders.map((contender) => [contender, []]));
  for (const { run } of contenders) await run(files.filter((_, index) => index % 10 === 0));
  for (let turn = 0; turn < ROUNDS; turn += 1)
    for (const [{ run, threads }, own] of times) own.push(await measureTime(() => run(files), threads));
  await pool.close();
  const [bare = []] = [...times.values()].map((own) => own.map(({ cpu }) => cpu));
  const rows = [...times].map(([{ name }, own]) => {
    const [cpu, wall] = [own.map((time) => time.cpu), own.map((time) => time.wall)];
    const ratio = round(best(cpu) / best(bare), 2);
    return [
      name,
      round(best(cpu)),
      round(median(cpu)),
      round(best(wall)),
      round(median(wall)),
      round(lines / (best(cpu) / 1000)),
      `${ratio} ×`,
    ];
  });
  printTable(
    `Speed over ${folder}: ${files.length} files, ${lines} lines; ${ROUNDS} runs each, ms of processor time and on the clock`,
    ['', 'processor, best', 'median', 'clock, best', 'median', 'lines per processor s', 'of bare Ruff'],
    rows,
  );
}

/** Bare Ruff comes first: the others are compared with it. */
async function createContenders(pool: Analyser): Promise<readonly Contender[]> {
  const catalogue = await loadCatalogue();
  const settings = settingsFor(
    defaultConfig(),
    catalogue.checks.map(({ info }) => info),
  );
  const enabled = catalogue.checks.filter(({ info }) => settings.check(info.id).level !== 'off');
  const codes = enabled.flatMap(({ info }) => info.codes).filter((code) => code !== 'invalid-syntax');
  const python = await openPython();
  const reviewWith =
    (analyser: Analyser) =>
    async (files: readonly SourceText[]): Promise<void> => {
      await review({ snapshot: wholeFiles(files), catalogue, settings, failOn: 'secrets', analyser });
    };
  return [
    {
      name: `bare Ruff, ${codes.length} codes, one thread`,
      threads: 'own',
      run(files) {
        for (const file of files) runBare(file, codes);
      },
    },
    {
      name: `all ${enabled.length} recommended checks, one thread`,
      threads: 'own',
      run: reviewWith(createInThreadAnalyser(catalogue)),
    },
    { name: 'all recommended checks, in the pool', threads: 'all', run: reviewWith(pool) },
    {
      name: 'for comparison: every file parsed for structure, one thread',
      threads: 'own',
      run(files) {
        for (const file of files) {
          const parsed = python.parse(asSource(file));
          if (parsed.ok) parsed.value.free();
        }
      },
    },
  ];
}

function runBare(file: SourceText, codes: readonly string[]): void {
  try {
    runRuff({ text: file.text, codes, file: asSource(file) });
  } catch {
    // A file that breaks the engine is a skip in a review; here it only has to be passed over.
  }
}

function asSource({ path, text }: SourceText): SourceFile {
  return { path, text, lines: [], classes: new Set(), project: NO_PROJECT };
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
