import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequirementText } from '../../../src/sdk/dependencies/requirement-text.ts';
import type { RequirementText } from '../../../src/sdk/dependencies/requirement-text.ts';

const CASES: readonly (readonly [string, Partial<RequirementText> | undefined])[] = [
  ['httpx', { name: 'httpx', extras: [], specifier: '' }],
  [
    'Foo_Bar.baz [a, b] >= 1.0, < 2 ; python_version < "3.12"',
    { name: 'foo-bar-baz', extras: ['a', 'b'], specifier: '>=1.0,<2', marker: 'python_version < "3.12"' },
  ],
  ['old (>=1)', { name: 'old', specifier: '>=1' }],
  ['exact===1.0-odd', { name: 'exact', specifier: '===1.0-odd' }],
  [
    'ui @ git+https://git.example/ui@main#egg=ui ; os_name == "nt"',
    { name: 'ui', specifier: '', url: 'git+https://git.example/ui@main#egg=ui', marker: 'os_name == "nt"' },
  ],
  ['ui@https://files.example/ui.whl', { name: 'ui', url: 'https://files.example/ui.whl' }],
  ['-e .', undefined],
  ['httpx ^1.0', undefined],
  ['', undefined],
  ['ui @', undefined],
];

test('requirements are read as PEP 508 has them', () => {
  for (const [text, expected] of CASES) {
    const found = readRequirementText(text);
    if (expected) assert.deepEqual({ ...found, ...expected }, found, text);
    else assert.equal(found, undefined, text);
  }
});
