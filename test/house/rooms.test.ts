import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintFiles } from './lint-files.ts';
import { SEEDS, TARGETS } from './seeds.ts';

const THING = 'export const thing = 1;\nexport interface Thing {\n  readonly x: 1;\n}\n';
const found = await lintFiles(
  new Map([...TARGETS.map((file) => [file, THING] as const), ...SEEDS.map(({ file, text }) => [file, text] as const)]),
);

for (const { file, rule, about } of SEEDS)
  test(about, () => {
    const codes = found.get(file) ?? [];
    if (rule === undefined) assert.deepEqual(codes, []);
    else assert.ok(codes.includes(rule), `${file}: ${codes.join(', ') || 'nothing was said'}`);
  });

test('files that break nothing are not spoken of', () => {
  assert.deepEqual(
    TARGETS.flatMap((file) => found.get(file) ?? []),
    [],
  );
});
