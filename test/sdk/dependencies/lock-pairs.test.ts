import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Lock, Manifest } from '../../../src/sdk/dependencies/lock-facts.ts';
import { manifestOf } from '../../../src/sdk/dependencies/lock-facts.ts';
import { pairLocks, unreadLocks } from '../../../src/sdk/dependencies/lock-pairs.ts';
import { tomlFile } from '../toml-file.ts';

function paths(...files: readonly (string | { path: string; fact: Lock })[]): readonly string[] {
  const sides = files.map((file) => (typeof file === 'string' ? { path: file } : file));
  return [...pairLocks<{ readonly path: string; readonly fact?: Lock }>(sides)].map(
    ({ manifest, lock, folder }) => `${lock.path} ${manifest.path} ${folder}`,
  );
}

function compiled(path: string, ...from: readonly string[]): { path: string; fact: Lock } {
  return { path, fact: { kind: 'pins', from, sure: true, pins: {} } };
}

describe('a lock belongs to', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['the manifest beside it', paths('pyproject.toml', 'poetry.lock'), ['poetry.lock pyproject.toml .']],
    ['no manifest in another folder', paths('api/pyproject.toml', 'poetry.lock'), []],
    [
      'every project of a workspace',
      paths('pyproject.toml', 'libs/a/pyproject.toml', 'uv.lock'),
      ['uv.lock pyproject.toml .', 'uv.lock libs/a/pyproject.toml libs/a'],
    ],
    ['no project above it', paths('pyproject.toml', 'tools/uv.lock'), []],
    [
      'the Pipfile and not the pyproject.toml',
      paths('Pipfile', 'pyproject.toml', 'Pipfile.lock'),
      ['Pipfile.lock Pipfile .'],
    ],
    [
      'what it was compiled from',
      paths('requirements/base.in', 'base.in', compiled('requirements/base.txt', 'requirements/base.in')),
      ['requirements/base.txt requirements/base.in .'],
    ],
    [
      'what it was compiled from in its own folder',
      paths('api/requirements.in', compiled('api/requirements.txt', './requirements.in')),
      ['api/requirements.txt api/requirements.in .'],
    ],
    ['no other `.in` file', paths('dev.in', compiled('requirements.txt', 'base.in')), []],
  ];
  for (const [name, found, expected] of cases) test(name, () => assert.deepEqual(found, expected));
});

describe('a lock that could not be read', () => {
  const before = manifestOf(tomlFile('[project]\nname = "a"\ndependencies = ["flask>=3"]\n'));
  const after = manifestOf(tomlFile('[project]\nname = "a"\ndependencies = ["flask>=3.1"]\n'));
  const same = manifestOf(tomlFile('[project]\nname = "a"\ndependencies = ["flask>=3"]\n[tool.x]\ny = 1\n'));

  function unread(fact: Manifest, tree: readonly string[], ...others: readonly string[]): readonly string[] {
    const files = [
      { path: 'pyproject.toml', status: 'modified', fact, factBefore: before },
      ...others.map((path) => ({ path, status: 'modified' })),
    ];
    return [...unreadLocks(files, new Set(tree))].map(({ lock }) => lock);
  }

  test('is told of where the dependencies change and it does not', () => {
    assert.deepEqual(unread(after, ['pyproject.toml', 'uv.lock', 'poetry.lock']), ['poetry.lock', 'uv.lock']);
  });

  test('is not told of where it changed, is not there, or nothing that it keeps changed', () => {
    assert.deepEqual(unread(after, ['pyproject.toml', 'uv.lock'], 'uv.lock'), []);
    assert.deepEqual(unread(after, ['pyproject.toml']), []);
    assert.deepEqual(unread(same, ['pyproject.toml', 'uv.lock']), []);
  });
});
