import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { captureRange } from '../../src/git/capture-range.ts';
import { createRepository, PYTHON, startChange } from './repository.ts';

const TEN = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n';

/** Texts of which git's algorithms find different changes. */
const REPETITIVE = ['a\nb\nd\nb\nc\nd\nc\nd\n', 'd\nc\nd\nb\nc\na\nc\nb\n'] as const;

test('nothing that the repository configures is run', async (t) => {
  const repository = startChange(t, {
    'a.py': 'a = 1\n',
    'b.py': 'b = 1\n',
    '.gitattributes': '*.py diff=evil filter=evil\n',
  });
  const ran = join(repository.folder, '..', `${repository.folder.split('/').at(-1)}-ran`);
  const evil = `touch '${ran}'; cat`;
  const settings = [
    'diff.external',
    'diff.evil.command',
    'diff.evil.textconv',
    'filter.evil.clean',
    'filter.evil.process',
    'core.fsmonitor',
    'core.pager',
  ];
  for (const name of settings) repository.git('config', name, evil);
  repository.git('config', 'filter.evil.required', 'true');
  repository.git('-c', 'core.fsmonitor=false', 'config', 'pager.diff', evil);
  repository.write({ 'a.py': 'a = 2\n' });
  const snapshot = await captureRange({ repo: repository.folder }, PYTHON);
  assert.deepEqual(
    snapshot.files.map((file) => file.path),
    ['a.py'],
  );
  assert.equal(existsSync(ran), false);
});

test('settings of the person who runs it do not change the snapshot', async (t) => {
  const repository = startChange(t, { 'a.py': TEN, 'sub/b.py': TEN + TEN, 'repetitive.py': REPETITIVE[0] });
  repository.write({
    'a.py': TEN.replace('c\n', '\n'),
    'sub/b.py': TEN.replace('a\n', 'A\n') + TEN.replace('c\n', 'C\n'),
    'repetitive.py': REPETITIVE[1],
  });
  const head = repository.commit();
  const plain = await captureRange({ repo: repository.folder, head }, PYTHON);
  const odd = {
    'diff.context': '0',
    'diff.noprefix': 'true',
    'diff.relative': 'true',
    'color.ui': 'always',
    'diff.algorithm': 'patience',
    'diff.interHunkContext': '9',
  };
  for (const [name, value] of Object.entries(odd)) repository.git('config', name, value);
  assert.deepEqual(await captureRange({ repo: join(repository.folder, 'sub'), head }, PYTHON), plain);
});

test('a folder that became a link leads nowhere, although its files are still known to git', async (t) => {
  const outside = createRepository(t);
  outside.write({ 'pyproject.toml': 'outside\n', 'a.py': 'outside\n' });
  const repository = startChange(t, { 'sub/pyproject.toml': 'inside\n', 'sub/a.py': 'inside\n' });
  repository.git('rm', '-rq', '--cached', 'sub');
  repository.git('reset', '-q');
  rmSync(join(repository.folder, 'sub'), { recursive: true });
  repository.link('sub', outside.folder);
  const snapshot = await captureRange({ repo: repository.folder }, PYTHON);
  assert.doesNotMatch(JSON.stringify([snapshot.files, [...snapshot.context]]), /outside/);
});

test('a link to a folder is a link', async (t) => {
  const repository = startChange(t, { 'a.py': 'a = 1\n' });
  repository.link('loop', '.');
  repository.write({ 'b.py': 'b = 1\n' });
  const snapshot = await captureRange({ repo: repository.folder }, { ...PYTHON, wants: () => true });
  assert.deepEqual(snapshot.skips, [{ what: 'file', path: 'loop', why: 'is a symbolic link' }]);
  assert.deepEqual(
    snapshot.files.map((file) => file.path),
    ['b.py', 'loop'],
  );
});

const REFUSED: readonly (readonly [string, { base?: string; head?: string }, RegExp])[] = [
  ['an option in place of a base', { base: '--output=/tmp/x' }, /"--output=\/tmp\/x" cannot be the name of a commit/],
  ['an option in place of a head', { head: '-h' }, /"-h" cannot be the name of a commit/],
  ['a name that nothing has', { base: 'nowhere' }, /no commit, branch or tag called "nowhere"/],
];

for (const [what, names, message] of REFUSED) {
  test(`${what} is refused`, async (t) => {
    const repository = startChange(t, { 'a.py': 'a = 1\n' });
    await assert.rejects(captureRange({ repo: repository.folder, ...names }, PYTHON), message);
  });
}
