import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerIgnores, gitIgnores } from '../../src/sdk/ignore-patterns.ts';

test('patterns of a .dockerignore are relative to the context, and the last one that matches wins', () => {
  const table: readonly (readonly [string, string, boolean])[] = [
    ['README.md', 'README.md', true],
    ['README.md', 'docs/README.md', false],
    ['**/README.md', 'README.md', true],
    ['**/README.md', 'docs/x/README.md', true],
    ['*.md', 'docs/README.md', false],
    ['*/*.md', 'docs/README.md', true],
    ['docs', 'docs/a/b.md', true],
    ['/docs/', 'docs/a', true],
    ['doc?', 'docs', true],
    ['d[a-o]cs', 'docs', true],
    ['d[!a-n]cs', 'docs', true],
    ['*', 'src/app.py', true],
    ['*\n!src', 'src/app.py', false],
    ['*\n!src/app.py', 'src', false],
    ['*\n!src/app.py', 'src/other.py', true],
    ['**/*.md\n!README.md', 'README.md', false],
    ['!README.md\n**/*.md', 'README.md', true],
    ['# README.md\n\n', 'README.md', false],
    ['a.c', 'abc', false],
    ['[', '[', true],
    ['.', 'src', false],
  ];
  for (const [text, path, ignored] of table) assert.equal(dockerIgnores(text)(path), ignored, `${text} ~ ${path}`);
});

test('a name in a .gitignore means every folder, a path its own', () => {
  const table: readonly (readonly [string, string, boolean])[] = [
    ['dist/', 'api/dist/x.whl', true],
    ['*.generated.json', 'a/b.generated.json', true],
    ['/dist', 'api/dist', false],
    ['settings/local', 'settings/local/a.ini', true],
    ['settings/local', 'api/settings/local', false],
  ];
  for (const [text, path, ignored] of table) assert.equal(gitIgnores(text)(path), ignored, `${text} ~ ${path}`);
});
