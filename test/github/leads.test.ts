import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultConfig } from '../../src/config/config.ts';
import { settingsFor } from '../../src/config/settings.ts';
import { captureFolder } from '../../src/git/capture-folder.ts';
import { captureRange } from '../../src/git/capture-range.ts';
import { captureGitHub } from '../../src/github/capture-github.ts';
import { readPull } from '../../src/github/read-pull.ts';
import { captureRequest } from '../../src/review/selection.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { createRepository } from '../git/repository.ts';
import { createScene } from './demo.ts';

const catalogue = await loadCatalogue();
const infos = catalogue.checks.map(({ info }) => info);
const request = captureRequest(catalogue, settingsFor(defaultConfig(), infos));

const BASE = {
  'api/pyproject.toml': '[tool.ruff]\nextend = "../conf/house.toml"\n',
  'api/x.py': 'x = 1\n',
  'conf/house.toml': 'extend = "deep/base.toml"\n',
  'conf/deep/base.toml': 'extend = "../house.toml"\nlint.ignore = ["F401"]\n',
  'conf/other.toml': 'lint.ignore = ["E501"]\n',
};
const CONTEXT = ['api/pyproject.toml', 'conf/deep/base.toml', 'conf/house.toml'];

test('the files that Ruff’s settings extend are read with them, on GitHub and in a clone alike', async (t) => {
  const { client, folder, github, openPull } = await createScene(t, BASE);
  const pull = await openPull({ files: { 'api/x.py': 'x = 2\n' } });
  const state = await readPull(client, pull);
  const { snapshot } = await captureGitHub(client, { pull, state }, request);
  assert.deepEqual([...snapshot.context.keys()], CONTEXT);
  const local = await captureRange({ repo: folder, base: 'main', head: pull.head }, request);
  const { pull: _facts, ...rest } = snapshot;
  assert.deepEqual(rest, local);
  assert.deepEqual(github.violations, []);
});

test('and in a folder', async (t) => {
  const repository = createRepository(t);
  repository.write(BASE);
  repository.commit();
  const snapshot = await captureFolder({ paths: [join(repository.folder, 'api', 'x.py')] }, request);
  assert.deepEqual([...snapshot.context.keys()], CONTEXT);
});

test('but not beyond the budget of unchanged files', async (t) => {
  const repository = createRepository(t);
  repository.write(BASE);
  repository.commit();
  const snapshot = await captureFolder(
    { paths: [join(repository.folder, 'api', 'x.py')] },
    { ...request, maxContextFiles: 2 },
  );
  assert.deepEqual([...snapshot.context.keys()], ['api/pyproject.toml', 'conf/house.toml']);
  const why = '1 unchanged file that checks look at was left out: at most 2 are read';
  assert.deepEqual(snapshot.skips, [{ what: 'file', why }]);
});
