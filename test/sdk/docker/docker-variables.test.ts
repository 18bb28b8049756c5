import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textAt } from '../../../src/core/span.ts';
import { variablesIn, variablesOf } from '../../../src/sdk/docker/docker-variables.ts';
import { dockerFile } from '../../support/parsed-files.ts';

function read(instruction: string): readonly string[] {
  const text = `FROM x\n${instruction}\n`;
  const file = dockerFile(text);
  const last = file.stages[0]?.instructions.at(-1);
  assert.ok(last);
  return variablesOf(file, last).map(({ name, value, at }) => `${name}→${value ?? '-'} @ ${textAt(text, at)}`);
}

test('variables are read with their values and their places', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['ENV A=1 B="two words" C=', ['A→1 @ A=1', 'B→two words @ B="two words"', 'C→ @ C']],
    ['ENV KEY the whole rest', ['KEY→the whole rest @ KEY the whole rest']],
    ['ENV A=1 \\\n    B=2', ['A→1 @ A=1', 'B→2 @ B=2']],
    ['ARG TOKEN', ['TOKEN→- @ TOKEN']],
    ['ARG TOKEN=x OTHER', ['TOKEN→x @ TOKEN=x', 'OTHER→- @ OTHER']],
    ['LABEL org.shop.token="a b"', ['org.shop.token→a b @ org.shop.token="a b"']],
    ['ENV DB_TOKEN=1 TOKEN=2', ['DB_TOKEN→1 @ DB_TOKEN=1', 'TOKEN→2 @ TOKEN=2']],
    ['RUN A=1', []],
  ];
  for (const [instruction, variables] of table) assert.deepEqual(read(instruction), variables, instruction);
});

test('a text refers to variables with braces and without', () => {
  assert.deepEqual(variablesIn('https://${USER}:$TOKEN@x/${V:-1}/$(cat y)'), ['USER', 'TOKEN', 'V']);
});
