import type { Files } from '../demo/github/git-store.ts';
import { benchDatabases } from './databases.ts';
import type { BenchDatabase } from './databases.ts';
import { startServerProcess } from './server-process.ts';
import type { Measured, ServerProcess } from './server-process.ts';
import { printTable, round } from './table.ts';

const LINES = 20_000;
const REPOSITORY = { owner: 'acme', repo: 'shop' };

const HEADS = ['', 'MB at most', 'requests', 'seconds', 'conclusion', 'left out'];

/** Largest resident set of the server, GitHub in another process, through changes of 3,000 files and of a file of 20,000 lines. */
export async function measureLarge(): Promise<void> {
  for (const database of benchDatabases()) {
    const rows = [...(await measure(database, many)), ...(await measure(database, oneLong))];
    printTable(`Peak memory of the server, ${database.name} database`, HEADS, rows);
  }
}

type Rows = readonly (readonly string[])[];

async function measure(database: BenchDatabase, use: (server: ServerProcess) => Promise<Rows>): Promise<Rows> {
  const place = await database.make();
  try {
    const first = await startServerProcess(place);
    await first.close();
    const server = await startServerProcess(place);
    const start = (at: string, { startPeak }: ServerProcess) => [`start, ${at}`, round(startPeak), '', '', '', ''];
    try {
      return [start('the first time', first), start('again', server), ...(await use(server))];
    } finally {
      await server.close();
    }
  } finally {
    await place.remove();
  }
}

/** 3,000 modules, all changed; then one of them pushed again. */
async function many({ github, review }: ServerProcess): Promise<Rows> {
  const modules = (value: number): Files =>
    Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`src/shop/part${at}.py`, moduleText(at, value)]));
  await github.createRepository({ owner: 'acme', name: 'shop', base: modules(1) });
  let number = 0;
  const first = await review(async () => {
    const pull = await github.openPull({ ...REPOSITORY, title: '3,000 files', files: modules(2) });
    ({ number } = pull);
    return pull;
  });
  const files = { 'src/shop/part0.py': `${moduleText(0, 2)}\nMORE = 1\n` };
  const second = await review(async () => ({ head: await github.push({ pull: { ...REPOSITORY, number }, files }) }));
  return [row('3,000 files, first review', first), row('3,000 files, one more pushed', second)];
}

/** All lines of a long file changed. */
async function oneLong({ github, review }: ServerProcess): Promise<Rows> {
  const text = (value: number): Files => ({
    'long.py': Array.from({ length: LINES }, (_, at) => `name_${at} = ${at * value}\n`).join(''),
  });
  await github.createRepository({ owner: 'acme', name: 'shop', base: text(1) });
  const seen = await review(() => github.openPull({ ...REPOSITORY, title: 'A long file', files: text(2) }));
  return [row(`a file of ${LINES} lines, all changed`, seen)];
}

function row(name: string, { peak, requests, seconds, conclusion, summary }: Measured): readonly string[] {
  const leftOut = /### Not inspected\n\n([^]*?)(?:\n\n|$)/.exec(summary)?.[1] ?? '';
  return [name, round(peak), String(requests), round(seconds, 1), conclusion, leftOut.slice(0, 60)];
}

function moduleText(at: number, value: number): string {
  const functions = Array.from(
    { length: 20 },
    (_, n) => `def step_${at}_${n}(order):\n    return order.total + ${n * value}\n`,
  );
  return `import json\n\n\n${functions.join('\n\n')}`;
}
