import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { floatingAddress, floatingOrigin } from '../../../src/sdk/dependencies/floating-reference.ts';

const ADDRESSES: readonly (readonly [string, string | undefined])[] = [
  ['git+https://github.com/acme/lib', 'default-branch'],
  ['git+https://github.com/acme/lib.git#egg=lib', 'default-branch'],
  ['git+ssh://git@github.com/acme/lib.git', 'default-branch'],
  ['git+git@github.com:acme/lib.git', 'default-branch'],
  ['git+https://user:token@github.com/acme/lib', 'default-branch'],
  ['git+https://github.com/acme/lib@main', 'branch'],
  ['git+https://github.com/acme/lib@feature/login#subdirectory=x', 'branch'],
  ['git+https://github.com/acme/lib@refs/heads/v2', 'branch'],
  ['git+https://github.com/acme/lib@stable-2.x', 'branch'],
  ['git+https://github.com/acme/lib@v2', undefined],
  ['git+https://github.com/acme/lib@release-2024-11', undefined],
  ['git+https://github.com/acme/lib@deadbee', undefined],
  ['git+https://github.com/acme/lib@abcdefabcdefabcdefabcdefabcdefabcdefabcd', undefined],
  ['git+https://github.com/acme/lib@refs/tags/first', undefined],
  ['git+https://github.com/acme/lib@fix-123', undefined],
  [`git+https://github.com/acme/lib@\${REF}`, undefined],
  ['git+file:///srv/lib', undefined],
  ['git+./lib', undefined],
  ['hg+https://hg.example/lib@default', 'branch'],
  ['svn+https://svn.example/lib/trunk@4711', undefined],
  ['https://github.com/acme/lib/archive/main.zip', 'archive'],
  ['https://github.com/acme/lib/archive/refs/heads/v2.tar.gz', 'archive'],
  ['https://github.com/acme/lib/archive/refs/tags/first.zip', undefined],
  ['https://github.com/acme/lib/zipball/v1.2', undefined],
  ['https://files.example/lib.tar.gz', 'archive'],
  ['https://files.example/lib.tar.gz#sha256=00', undefined],
  ['https://files.example/lib-1.0-py3-none-any.whl', undefined],
  ['http://files.example/lib-1.0.tar.gz', 'http'],
  ['http://localhost:8000/lib.tar.gz', undefined],
  ['file:///srv/lib.tar.gz', undefined],
];

describe('an address in a requirement', () => {
  for (const [address, kind] of ADDRESSES)
    test(`${address} is ${kind ?? 'fixed, local or not known'}`, () => {
      assert.equal(floatingAddress(address)?.kind, kind);
    });
});

test('a table names what it takes', () => {
  const git = 'https://github.com/acme/lib';
  assert.equal(floatingOrigin({ git })?.kind, 'default-branch');
  assert.deepEqual(floatingOrigin({ git, branch: 'v2' }), { kind: 'branch', name: 'v2' });
  assert.equal(floatingOrigin({ git, rev: 'develop' })?.kind, 'branch');
  assert.equal(floatingOrigin({ git, rev: 'abc1234' }), undefined);
  assert.equal(floatingOrigin({ git, tag: 'first' }), undefined);
  assert.equal(floatingOrigin({ git: 'git+ssh://git@host/lib@main' })?.kind, 'branch');
  assert.equal(floatingOrigin({ path: '../lib' }), undefined);
});
