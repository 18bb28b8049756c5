import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { defaultConfig } from '../../src/config/config.ts';
import { settingsFor } from '../../src/config/settings.ts';
import { captureFolder } from '../../src/git/capture-folder.ts';
import { captureRequest } from '../../src/review/selection.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { temporaryFolder } from '../git/repository.ts';

const catalogue = await loadCatalogue();
const infos = catalogue.checks.map(({ info }) => info);
const request = captureRequest(catalogue, settingsFor(defaultConfig(), infos));

test('files that are binary by nature are no news; NUL bytes where text belongs are', async (t) => {
  const folder = temporaryFolder(t);
  const silent = ['logo.PNG', 'a.pyc', 'lib.so', 'data.tar.gz', 'model.safetensors'];
  const told = ['a.py', 'Dockerfile', '.env', '.png', 'notes.txt', 'server.p12', 'tool', 'conf.json'];
  for (const name of [...silent, ...told]) writeFileSync(join(folder, name), 'a = 1\0\n');
  const { skips } = await captureFolder({ paths: [folder] }, request);
  assert.deepEqual(skips.map(({ path = '' }) => path).sort(), told.sort());
});
