import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { captureFolder } from '../../src/git/capture-folder.ts';
import { createRepository, PYTHON, temporaryFolder } from './repository.ts';

test('in a repository a folder is every file in it that nothing ignores, and paths start at the top', async (t) => {
  const repository = createRepository(t);
  repository.write({ 'pyproject.toml': '[project]\n', 'src/a.py': 'a = 1\n', '.gitignore': 'junk/\n' });
  repository.commit();
  repository.write({ 'src/b.py': 'b = 1\n', 'src/junk/c.py': 'c = 1\n', 'other.py': 'o = 1\n' });
  repository.link('src/link.py', '../other.py');
  const snapshot = await captureFolder({ paths: [join(repository.folder, 'src')] }, PYTHON);
  assert.deepEqual(
    snapshot.files.map((file) => [file.path, file.status, file.text]),
    [
      ['src/a.py', 'added', 'a = 1\n'],
      ['src/b.py', 'added', 'b = 1\n'],
      ['src/link.py', 'added', undefined],
    ],
  );
  assert.deepEqual(snapshot.files[0]?.hunks, [
    { oldStart: 0, oldLines: 0, newStart: 1, newLines: 1, added: [{ start: 1, end: 1 }], removed: [] },
  ]);
  assert.deepEqual([...snapshot.context], [['pyproject.toml', '[project]\n']]);
  assert.deepEqual(snapshot.skips, [{ what: 'file', path: 'src/link.py', why: 'is a symbolic link' }]);
  assert.deepEqual([snapshot.base, snapshot.head], ['', '']);
});

test('an ignored file that is named is looked at', async (t) => {
  const repository = createRepository(t);
  repository.write({ 'build/a.py': 'a = 1\n', '.gitignore': 'build/\n' });
  repository.commit();
  const snapshot = await captureFolder({ paths: [join(repository.folder, 'build', 'a.py')] }, PYTHON);
  assert.deepEqual(
    snapshot.files.map((file) => [file.path, file.text]),
    [['build/a.py', 'a = 1\n']],
  );
});

test('outside any repository a folder is walked without what tools fill, and links lead nowhere', async (t) => {
  const outside = temporaryFolder(t);
  writeFileSync(join(outside, 'secret.py'), 's = 1\n');
  const folder = temporaryFolder(t);
  for (const path of ['pkg', '.venv/lib', 'node_modules/x', 'pkg/__pycache__', '.git']) {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, 'm.py'), 'm = 1\n');
  }
  symlinkSync(outside, join(folder, 'out'));
  const snapshot = await captureFolder({ paths: [folder] }, { ...PYTHON, wants: () => true });
  assert.deepEqual(
    snapshot.files.map((file) => [file.path, file.text]),
    [
      ['out', undefined],
      ['pkg/m.py', 'm = 1\n'],
    ],
  );
});

test('a path outside the root, and one that is not there, are refused', async (t) => {
  const repository = createRepository(t);
  repository.write({ 'a.py': 'a = 1\n' });
  const elsewhere = temporaryFolder(t);
  await assert.rejects(captureFolder({ paths: [repository.folder, elsewhere] }, PYTHON), /lies outside/);
  await assert.rejects(captureFolder({ paths: [join(repository.folder, 'none.py')] }, PYTHON), /none\.py is not there/);
});

test('an ignored folder that is named is looked at, file by file', async (t) => {
  const repository = createRepository(t);
  repository.write({ 'build/deep/a.py': 'a = 1\n', '.gitignore': 'build/\n', 'b.py': 'b = 1\n' });
  repository.commit();
  const snapshot = await captureFolder({ paths: [join(repository.folder, 'build')] }, PYTHON);
  assert.deepEqual(
    snapshot.files.map((file) => file.path),
    ['build/deep/a.py'],
  );
});

test('the bound on the files of one change does not hold for a folder', async (t) => {
  const repository = createRepository(t);
  repository.write({ 'a.py': 'a = 1\n', 'b.py': 'b = 1\n', 'c.py': 'c = 1\n' });
  const snapshot = await captureFolder({ paths: [repository.folder] }, { ...PYTHON, maxChangedFiles: 2 });
  assert.deepEqual(
    snapshot.files.map((file) => file.text),
    ['a = 1\n', 'b = 1\n', 'c = 1\n'],
  );
  assert.deepEqual(snapshot.skips, []);
});
