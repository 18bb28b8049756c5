import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { artefactsOf } from '../../../src/sdk/docker/docker-artefacts.ts';
import {
  buildContextsIn,
  contextSourcesOf,
  likelyContextsOf,
  lostStagesOf,
  pathInRepository,
  repositoryTree,
} from '../../../src/sdk/docker/docker-context.ts';
import { missingSourcesOf, onlyContextOf, takenAwayBy } from '../../../src/sdk/docker/docker-missing.ts';
import { dockerFile } from '../../support/parsed-files.ts';

function sources(instruction: string): readonly string[] {
  return contextSourcesOf(dockerFile(`FROM x\n${instruction}\n`)).map(({ path }) => path);
}

test('what a COPY takes from the context is read where it is written out', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['COPY a ./b/ /c/./d ../e /x/', ['a', 'b', 'c/d']],
    ['COPY ["a b", "/x"]', ['a b']],
    ['COPY . /app', []],
    ['COPY / /app', []],
    ['COPY *.py a?c [ab] $X ${Y}/z /x', []],
    ['COPY --from=y a /x', []],
    ['ADD https://a/b git@h:c d /x', ['d']],
    ['COPY <<EOF a /x\nhi\nEOF', ['a']],
    ['RUN cp a b', []],
  ];
  for (const [instruction, paths] of table) assert.deepEqual(sources(instruction), paths, instruction);
});

test('a --from that no earlier stage answers to is lost, unless it is an image or a build context', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['FROM x AS builder\nFROM y\nCOPY --from=buidler a b', ['buidler→builder']],
    ['FROM x AS builder\nFROM y\nCOPY --from=Builder a b', []],
    ['FROM x\nCOPY --from=later a b\nFROM y AS later', ['later→-']],
    ['FROM x\nFROM y\nCOPY --from=2 a b', ['2→-']],
    ['FROM x\nFROM y\nCOPY --from=0 a b', []],
    ['FROM x AS builder\nFROM y\nCOPY --from=assets a b', []],
    ['FROM x AS builder\nFROM y\nCOPY --from=ghcr.io/builder a b', []],
    ['FROM x AS builder\nFROM y\nCOPY --from=$builder a b', []],
  ];
  for (const [text, lost] of table)
    assert.deepEqual(
      lostStagesOf(dockerFile(`${text}\n`)).map(({ name, meant }) => `${name}→${meant ?? '-'}`),
      lost,
      text,
    );
});

describe('build contexts', () => {
  test('are named by compose files, relative to them', () => {
    const text =
      'services:\n  a:\n    build: ./api\n  b:\n    build:\n      context: "../web" # here\n  c:\n    build: {context: x}\n  d:\n    context: ${X}\n';
    assert.deepEqual(buildContextsIn('deploy/compose.yaml', text), ['deploy/api', 'web']);
    assert.deepEqual(buildContextsIn('.github/workflows/a.yml', '        context: ./api\n'), ['api']);
  });

  test('are the folders around the Dockerfile else', () => {
    const files = [
      { path: 'compose.yml', text: 'build: web\n' },
      { path: 'other.yml', text: 'build: no\n' },
    ];
    assert.deepEqual(likelyContextsOf('a/b/Dockerfile', files), ['a/b', 'a', '', 'web']);
    assert.deepEqual(likelyContextsOf('Dockerfile', []), ['']);
  });

  test('are paths of the repository, whatever dots are in them', () => {
    assert.equal(pathInRepository('a/b', '../c/./d'), 'a/c/d');
    assert.equal(pathInRepository('', '../../x'), 'x');
  });
});

describe('a tree', () => {
  const tree = repositoryTree(new Set(['api/app.py', 'api/src/a.py', 'web/app.py', 'link', 'README.md']));

  test('has files, folders, and what stands behind a symbolic link', () => {
    for (const path of ['api/app.py', 'api/src', '', 'link/anything']) assert.equal(tree.has(path), true, path);
    for (const path of ['api/app', 'src', 'app.py']) assert.equal(tree.has(path), false, path);
  });

  test('tells where a path would be found, and what a misspelt one means', () => {
    assert.deepEqual([...tree.foldersWith('app.py')].sort(), ['api', 'web']);
    assert.equal(tree.nearestTo('REAMDE.md'), 'README.md');
    assert.equal(tree.nearestTo('api/sr'), 'api/src');
    assert.equal(tree.nearestTo('nothing.txt'), undefined);
  });

  test('lacks a source only where no likely context has it and no other folder has more', () => {
    const at = { line: 1, col: 1, endLine: 1, endCol: 1 };
    const question = (...paths: readonly string[]) => ({
      sources: paths.map((path) => ({ path, key: path, at })),
      contexts: [''],
      tree,
    });
    assert.deepEqual(
      missingSourcesOf(question('README.md', 'nothing.txt')).map(({ source, isAlone }) => [source.path, isAlone]),
      [['nothing.txt', false]],
    );
    assert.deepEqual(missingSourcesOf(question('app.py')), [], 'it is built in another folder');
    assert.equal(missingSourcesOf(question('REAMDE.md'))[0]?.meant, 'README.md');
    assert.equal(onlyContextOf(question('README.md')), '');
    assert.equal(onlyContextOf({ ...question('app.py'), contexts: ['api', 'web'] }), undefined);
    assert.equal(onlyContextOf(question()), undefined);
  });
});

test('a change takes a path away by deleting or renaming it, or something in it', () => {
  const isTaken = takenAwayBy([
    { path: 'a/x.py', status: 'removed' },
    { path: 'new.txt', previousPath: 'old.txt', status: 'renamed' },
    { path: 'b.txt', status: 'modified' },
  ]);
  const table: readonly (readonly [string, readonly string[], boolean])[] = [
    ['a', [''], true],
    ['x.py', ['', 'a'], true],
    ['x.py', [''], false],
    ['old.txt', [''], true],
    ['new.txt', [''], false],
    ['b.txt', [''], false],
  ];
  for (const [path, folders, taken] of table) assert.equal(isTaken(path, folders), taken, path);
});

test('artefacts are what a build, a lock file, a person or git brings before the image is built', () => {
  const files = [
    { path: 'api/.gitignore', text: '*.css\n' },
    { path: '.gitmodules', text: '[submodule "x"]\n\tpath = themes\n' },
  ];
  const isArtefact = artefactsOf(files, new Set(['uv.lock']));
  for (const path of [
    'dist/a.whl',
    'api/site.css',
    'themes/dark',
    '.env.local',
    'deploy/tls.key',
    'requirements.txt',
    'a/model.onnx',
  ])
    assert.equal(isArtefact(path), true, path);
  for (const path of ['site.css', 'src/app.py', 'distribution/a.py', 'README.md'])
    assert.equal(isArtefact(path), false, path);
  assert.equal(artefactsOf([], new Set())('requirements.txt'), false);
});
