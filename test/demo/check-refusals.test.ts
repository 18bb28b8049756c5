import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testRefusals } from './refused.ts';
import { installationToken, openExample, send, startDemo } from './support.ts';

const demo = await startDemo();
const pull = await openExample(demo);
const token = await installationToken(demo);
const runs = '/api/v3/repos/city/loans/check-runs';
const annotation = { path: 'loans.py', start_line: 10, end_line: 10, annotation_level: 'warning', message: 'm' };

function output(fields: object): object {
  return { name: 'n', head_sha: pull.head, output: { title: 't', summary: 's', ...fields } };
}

function notes(fields: object): object {
  return output({ annotations: [{ ...annotation, ...fields }] });
}

const invalidAnnotation = /"code":"invalid","field":"annotations"/;

testRefusals(demo, token, [
  {
    name: 'a check on an unknown commit',
    path: runs,
    body: { name: 'n', head_sha: 'f'.repeat(40) },
    status: 422,
    says: /No commit found for SHA/,
  },
  {
    name: 'a check without a name',
    path: runs,
    body: { head_sha: pull.head },
    status: 422,
    says: /\\"name\\" wasn't supplied/,
  },
  {
    name: 'a completed check without a conclusion',
    path: runs,
    body: { name: 'n', head_sha: pull.head, status: 'completed' },
    status: 422,
    says: /conclusion/,
  },
  {
    name: 'an output without a summary',
    path: runs,
    body: { name: 'n', head_sha: pull.head, output: { title: 't' } },
    status: 422,
    says: /summary/,
  },
  {
    name: 'a summary that is too long',
    path: runs,
    body: output({ summary: 'x'.repeat(65_536) }),
    status: 422,
    says: /Only 65535 characters/,
  },
  {
    name: 'a summary that is too long in bytes',
    path: runs,
    body: output({ summary: 'é'.repeat(40_000) }),
    status: 422,
    says: /Only 65535 characters/,
  },
  {
    name: '51 annotations',
    path: runs,
    body: output({ annotations: Array.from({ length: 51 }, () => annotation) }),
    status: 422,
    says: /No more than 50 items are allowed; 51 were supplied/,
  },
  { name: 'an annotation on line 0', path: runs, body: notes({ start_line: 0 }), status: 422, says: invalidAnnotation },
  {
    name: 'an annotation that ends before it starts',
    path: runs,
    body: notes({ end_line: 9 }),
    status: 422,
    says: invalidAnnotation,
  },
  {
    name: 'one column without the other',
    path: runs,
    body: notes({ start_column: 1 }),
    status: 422,
    says: invalidAnnotation,
  },
  {
    name: 'columns over several lines',
    path: runs,
    body: notes({ end_line: 11, start_column: 1, end_column: 2 }),
    status: 422,
    says: invalidAnnotation,
  },
  {
    name: 'a message over 64 KB',
    path: runs,
    body: notes({ message: 'x'.repeat(65_537) }),
    status: 422,
    says: invalidAnnotation,
  },
  {
    name: 'a title over 255 characters',
    path: runs,
    body: notes({ title: 'x'.repeat(256) }),
    status: 422,
    says: invalidAnnotation,
  },
  {
    name: 'a level that there is none of',
    path: runs,
    body: notes({ annotation_level: 'error' }),
    status: 422,
    says: /is not a member of/,
  },
  {
    name: 'four actions',
    path: runs,
    body: {
      name: 'n',
      head_sha: pull.head,
      actions: Array.from({ length: 4 }, () => ({ label: 'l', description: 'd', identifier: 'i' })),
    },
    status: 422,
    says: /No more than 3 items/,
  },
  {
    name: 'a label of 21 characters',
    path: runs,
    body: { name: 'n', head_sha: pull.head, actions: [{ label: 'x'.repeat(21), description: 'd', identifier: 'i' }] },
    status: 422,
    says: /Only 20 characters/,
  },
  { name: 'a body that is no JSON', path: runs, body: '{"name":', status: 400, says: /Problems parsing JSON/ },
]);

test('a completed check cannot go back, and can be completed again', async () => {
  const made = await send(demo, {
    method: 'POST',
    path: runs,
    token,
    body: { name: 'n', head_sha: pull.head, conclusion: 'success' },
  });
  const { id, status } = JSON.parse(made.text);
  assert.equal(status, 'completed');
  const back = await send(demo, { method: 'PATCH', path: `${runs}/${id}`, token, body: { status: 'in_progress' } });
  assert.equal(back.status, 422);
  const again = await send(demo, { method: 'PATCH', path: `${runs}/${id}`, token, body: { conclusion: 'failure' } });
  assert.equal(JSON.parse(again.text).conclusion, 'failure');
});

test('fifty annotations are added at each update', async () => {
  const fifty = Array.from({ length: 50 }, () => annotation);
  const made = await send(demo, { method: 'POST', path: runs, token, body: output({ annotations: fifty }) });
  const { id } = JSON.parse(made.text);
  const updated = await send(demo, {
    method: 'PATCH',
    path: `${runs}/${id}`,
    token,
    body: { output: { title: 't', summary: 's', annotations: fifty } },
  });
  assert.equal(JSON.parse(updated.text).output.annotations_count, 100);
});

test('people cannot write checks', async () => {
  const answer = await send(demo, {
    method: 'POST',
    path: runs,
    token: demo.createUserToken('alice'),
    body: { name: 'n', head_sha: pull.head },
  });
  assert.equal(answer.status, 403);
  assert.match(answer.text, /authenticate via a GitHub App/);
});
