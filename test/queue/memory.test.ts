import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { makeFolder } from './support.ts';

const run = promisify(execFile);

// It takes about 200 MB. Compiled as V8 does it by itself, PGlite takes more than 700 MB; making a database in the process, 570 MB.
test('a queue in a folder takes little memory, from its very first start on', async (t) => {
  const folder = await makeFolder(t);
  await mkdir(join(folder, 'unfinished-of-a-start-that-was-cut-short'));
  for (const turn of ['first', 'second']) {
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'memory-child.ts'), folder]);
    const peak = Number(stdout);
    assert.ok(peak > 0 && peak < 400, `${turn} start: ${peak} MB`);
    assert.deepEqual((await readdir(folder)).sort(), ['complete', 'postgres'], 'nothing is left over');
  }
});
