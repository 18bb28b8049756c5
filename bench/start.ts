import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from './child.ts';
import { printTable, round } from './table.ts';

const CLI = new URL('../src/cli.ts', import.meta.url);

/** From the command to its first finding, on one small file; the best of three. */
export async function measureStart(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'start-'));
  await writeFile(
    join(folder, 'rates.py'),
    'import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n',
  );
  const runs = [];
  for (let turn = 0; turn < 3; turn += 1) runs.push(await runChild(CLI, ['check', folder]));
  await rm(folder, { recursive: true });
  const best = runs.reduce((a, b) => (a.firstOutput < b.firstOutput ? a : b));
  printTable(
    'From command to first finding',
    ['', 'ms'],
    [['chapter-and-verse check, one file', round(best.firstOutput)]],
  );
}
