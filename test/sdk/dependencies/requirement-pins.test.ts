import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  agreedVersion,
  isPinned,
  pinsOfLock,
  pinsOfRequirements,
} from '../../../src/sdk/dependencies/requirement-pins.ts';
import { requirementsFile, tomlFile } from '../toml-file.ts';

test('only an exact version, an address or a folder is pinned', () => {
  const pinned = (line: string): boolean => requirementsFile(`${line}\n`).requirements.every(isPinned);
  for (const line of [
    'a==1.0',
    'a===1.0-x',
    'a>=1,==1.2',
    'a==1.0 ; os_name == "nt"',
    'a @ https://files.example/a-1.whl',
    '-e .',
    `a==\${A}`,
  ])
    assert.ok(pinned(line), line);
  for (const line of ['a', 'a>=1', 'a~=1.0', 'a==1.*', 'a!=1.0', 'a[x]<2']) assert.ok(!pinned(line), line);
});

test('pins are the exact versions of requirements and locks', () => {
  const requirements = pinsOfRequirements(
    requirementsFile(`A_b==1.0\nc>=2\nd==1.*\ne==1 ; os_name == "nt"\ne==2\nf==\${F}\n`),
  );
  assert.deepEqual(requirements, { 'a-b': ['1.0'], e: ['1', '2'] });
  const text = '[[package]]\nname = "Flask"\nversion = "3.0.3"\n[[package]]\nname = "own"\n';
  assert.deepEqual(pinsOfLock(tomlFile(text, 'uv.lock')), { flask: ['3.0.3'] });
});

test('a version is known where all pins agree on it and the range admits it', () => {
  assert.equal(agreedVersion('a', '>=1', [{ a: ['1.2'] }, { a: ['1.2'], b: ['1'] }]), '1.2');
  assert.equal(agreedVersion('a', '', [{ a: ['1.2'] }]), '1.2');
  assert.equal(agreedVersion('a', '>=2', [{ a: ['1.2'] }]), undefined);
  assert.equal(agreedVersion('a', '>=1', [{ a: ['1.2'] }, { a: ['1.3'] }]), undefined);
  assert.equal(agreedVersion('constructor', '', [{ a: ['1.2'] }]), undefined);
});
