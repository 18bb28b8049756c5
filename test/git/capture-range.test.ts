import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ChangedFile, Snapshot } from '../../src/core/flow.ts';
import { captureRange } from '../../src/git/capture-range.ts';
import { PYTHON, startChange } from './repository.ts';

function fileOf(snapshot: Snapshot, path: string): ChangedFile {
  const found = snapshot.files.find((file) => file.path === path);
  assert.ok(found, `${path} is not in the snapshot`);
  return found;
}

const TEN = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n';

test('a range starts where the branch left the base, not at the tip of the base', async (t) => {
  const repository = startChange(t, { 'a.py': 'a = 1\n' });
  const base = repository.git('rev-parse', 'HEAD');
  repository.write({ 'mine.py': 'x = 1\n' });
  const head = repository.commit();
  repository.git('checkout', '-q', 'main');
  repository.write({ 'theirs.py': 'y = 1\n' });
  repository.commit();
  const snapshot = await captureRange({ repo: repository.folder, base: 'main', head: 'change' }, PYTHON);
  assert.deepEqual([snapshot.base, snapshot.head, snapshot.files.map((file) => file.path)], [base, head, ['mine.py']]);
  assert.deepEqual([...snapshot.tree], ['a.py', 'mine.py']);
});

test('modified, renamed, removed and added files have the texts and the hunks of both sides', async (t) => {
  const repository = startChange(t, {
    'mod.py': TEN,
    'old name.py': TEN + 'k\n',
    'gone.py': 'x\n',
    'notes.txt': 'hello\n',
  });
  repository.git('mv', 'old name.py', 'new "name"\n→.py');
  repository.write({
    'mod.py': TEN.replace('b\n', 'B\nB2\n').replace('j\n', 'j'),
    'gone.py': null,
    'new.py': 'one\ntwo',
    'notes.txt': 'bye\n',
  });
  repository.commit();
  const snapshot = await captureRange({ repo: repository.folder, head: 'HEAD' }, PYTHON);
  const modified = fileOf(snapshot, 'mod.py');
  assert.equal(modified.before, TEN);
  assert.deepEqual(modified.hunks, [
    {
      oldStart: 1,
      oldLines: 5,
      newStart: 1,
      newLines: 6,
      added: [{ start: 2, end: 3 }],
      removed: [{ start: 2, end: 2 }],
    },
    {
      oldStart: 7,
      oldLines: 4,
      newStart: 8,
      newLines: 4,
      added: [{ start: 11, end: 11 }],
      removed: [{ start: 10, end: 10 }],
    },
  ]);
  assert.deepEqual(fileOf(snapshot, 'new "name"\n→.py'), {
    path: 'new "name"\n→.py',
    previousPath: 'old name.py',
    status: 'renamed',
    before: TEN + 'k\n',
    text: TEN + 'k\n',
    hunks: [],
  });
  assert.deepEqual(fileOf(snapshot, 'gone.py'), {
    path: 'gone.py',
    status: 'removed',
    before: 'x\n',
    hunks: [{ oldStart: 1, oldLines: 1, newStart: 0, newLines: 0, added: [], removed: [{ start: 1, end: 1 }] }],
  });
  assert.deepEqual(fileOf(snapshot, 'new.py').hunks, [
    { oldStart: 0, oldLines: 0, newStart: 1, newLines: 2, added: [{ start: 1, end: 2 }], removed: [] },
  ]);
  assert.deepEqual(fileOf(snapshot, 'notes.txt'), { path: 'notes.txt', status: 'modified', hunks: [] });
});

test('what cannot be read is listed with the reason, and stays among the files', async (t) => {
  const repository = startChange(t, {
    'was_link.py': 'x = 1\n',
    'grew.py': 'x = 1\n',
    'latin.py': new Uint8Array([0x78, 0xe9, 0x0a]),
  });
  const module = repository.git('rev-parse', 'HEAD');
  repository.write({
    'was_link.py': null,
    'grew.py': 'x = 1\n'.repeat(2_000),
    'latin.py': 'x = 2\n',
    'bin.py': 'a\0b',
    'bad.py': new Uint8Array([0x61, 0x0a, 0x62, 0xff, 0x0a]),
    'wide.py': new Uint8Array([0xff, 0xfe, 0x61, 0x00]),
    'lfs.py': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12\n`,
  });
  repository.link('was_link.py', 'grew.py');
  repository.git('add', '.');
  repository.git('update-index', '--add', '--cacheinfo', `160000,${module},libs/other`);
  repository.git('commit', '-q', '-m', 'odd ones');
  const snapshot = await captureRange({ repo: repository.folder, base: 'main', head: 'change' }, PYTHON);
  assert.deepEqual(
    snapshot.files.filter((file) => file.text === undefined).map((file) => file.path),
    ['bad.py', 'bin.py', 'grew.py', 'lfs.py', 'libs/other', 'was_link.py', 'wide.py'],
  );
  assert.deepEqual(
    snapshot.skips.map((skip) => [skip.path, skip.why]),
    [
      ['bad.py', 'is not UTF-8 text: byte 0xFF at offset 3, line 2'],
      ['bin.py', 'is binary: a NUL byte at offset 1, line 1'],
      ['grew.py', 'is too large: 12000 bytes, of which at most 10000 are read'],
      [
        'latin.py',
        'counts as new throughout: the version before the change is not UTF-8 text: byte 0xE9 at offset 1, line 1',
      ],
      ['lfs.py', 'is kept in Git LFS: the repository has only a pointer to it'],
      ['libs/other', 'is a submodule'],
      ['was_link.py', 'is a symbolic link'],
      ['wide.py', 'is UTF-16 text; only UTF-8 is read'],
    ],
  );
});

test('the working tree counts: staged, unstaged and new files, but nothing that is ignored', async (t) => {
  const repository = startChange(t, {
    'a.py': 'a = 1\n',
    'b.py': 'b = 1\n',
    'same.py': 's = 1\n',
    '.gitignore': 'ignored.py\n',
  });
  repository.write({ 'a.py': 'a = 2\n' });
  repository.git('add', 'a.py');
  repository.write({ 'b.py': 'b = 2\n', 'new/c.py': 'c = 1\n', 'ignored.py': 'i = 1\n', 'same.py': 's = 1\n' });
  const snapshot = await captureRange({ repo: join(repository.folder, 'new') }, PYTHON);
  assert.equal(snapshot.head, '');
  assert.deepEqual(
    snapshot.files.map((file) => [file.path, file.status, file.text]),
    [
      ['a.py', 'modified', 'a = 2\n'],
      ['b.py', 'modified', 'b = 2\n'],
      ['new/c.py', 'added', 'c = 1\n'],
    ],
  );
  assert.deepEqual([...snapshot.tree], ['.gitignore', 'a.py', 'b.py', 'new/c.py', 'same.py']);
});

test('the working tree with everything committed gives the snapshot of the commit', async (t) => {
  const repository = startChange(t, { 'a.py': TEN, 'm.py': TEN, 'pyproject.toml': '[project]\n' });
  repository.git('mv', 'm.py', 'moved.py');
  repository.write({ 'a.py': TEN.replace('e\n', ''), 'new.py': 'n\n' });
  const head = repository.commit();
  const committed = await captureRange({ repo: repository.folder, head }, PYTHON);
  const work = await captureRange({ repo: repository.folder }, PYTHON);
  assert.deepEqual({ ...work, head }, committed);
});

test('a conflict in the working tree does not shift the hunks of other files', async (t) => {
  const repository = startChange(t, { 'a.py': 'a = 1\n', 'z.py': TEN });
  repository.write({ 'a.py': 'a = 2\n' });
  repository.commit();
  repository.git('checkout', '-q', 'main');
  repository.write({ 'a.py': 'a = 3\n' });
  repository.commit();
  repository.git('checkout', '-q', 'change');
  assert.throws(() => repository.git('merge', 'main'));
  repository.write({ 'z.py': `${TEN}k\n` });
  const snapshot = await captureRange({ repo: repository.folder, base: 'main' }, PYTHON);
  assert.deepEqual(fileOf(snapshot, 'z.py').hunks, [
    { oldStart: 8, oldLines: 3, newStart: 8, newLines: 4, added: [{ start: 11, end: 11 }], removed: [] },
  ]);
  assert.equal(snapshot.files.filter((file) => file.path === 'a.py').length, 1);
});

test('unchanged files that checks need are read, nearest to the root first, and the rest is counted', async (t) => {
  const repository = startChange(t, {
    'pyproject.toml': 'root\n',
    'z/pyproject.toml': 'z\n',
    'a/b/pyproject.toml': 'deep\n',
    'a/pyproject.toml': 'a\n',
    'b/c/pyproject.toml': 'late\n',
  });
  repository.write({ 'a/pyproject.toml': 'changed\n' });
  repository.commit();
  const snapshot = await captureRange({ repo: repository.folder, head: 'HEAD' }, PYTHON);
  assert.deepEqual(
    [...snapshot.context],
    [
      ['a/b/pyproject.toml', 'deep\n'],
      ['pyproject.toml', 'root\n'],
      ['z/pyproject.toml', 'z\n'],
    ],
  );
  assert.deepEqual(snapshot.skips, [
    { what: 'file', why: '1 unchanged file that checks look at was left out: at most 3 are read' },
  ]);
  assert.equal(fileOf(snapshot, 'a/pyproject.toml').text, 'changed\n');
});

test('content that looks like the header of a diff cuts nothing', async (t) => {
  const tricky = 'x\r\u2028diff --git a/q b/q\n@@ -1 +1 @@\n--- a\n+++ b\n';
  const repository = startChange(t, { 'a.py': TEN, 'b.py': TEN });
  repository.write({ 'a.py': tricky + TEN, 'b.py': TEN + 'k\n' });
  const head = repository.commit();
  const snapshot = await captureRange({ repo: repository.folder, head }, PYTHON);
  assert.deepEqual(fileOf(snapshot, 'a.py').hunks, [
    { oldStart: 1, oldLines: 3, newStart: 1, newLines: 7, added: [{ start: 1, end: 4 }], removed: [] },
  ]);
  assert.deepEqual(fileOf(snapshot, 'b.py').hunks, [
    { oldStart: 8, oldLines: 3, newStart: 8, newLines: 4, added: [{ start: 11, end: 11 }], removed: [] },
  ]);
});

test('histories without a common commit, and repositories without a default branch, say what to do', async (t) => {
  const repository = startChange(t, { 'a.py': 'a = 1\n' });
  repository.git('checkout', '-q', '--orphan', 'alone');
  repository.commit();
  await assert.rejects(
    captureRange({ repo: repository.folder, base: 'main', head: 'alone' }, PYTHON),
    /main and alone have no commit in common/,
  );
  repository.git('branch', '-D', 'main', 'change');
  await assert.rejects(
    captureRange({ repo: repository.folder }, PYTHON),
    /say with --base which branch the change is for/,
  );
});
