import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testRefusals } from './refused.ts';
import { installationToken, openExample, send, startDemo } from './support.ts';

const demo = await startDemo();
const pull = await openExample(demo);
const token = await installationToken(demo);
const repo = '/api/v3/repos/city/loans';
const reviews = `${repo}/pulls/1/reviews`;
const comments = `${repo}/pulls/1/comments`;

function review(comment: object): object {
  return { event: 'COMMENT', body: 'b', comments: [{ path: 'loans.py', body: 'c', ...comment }] };
}

testRefusals(demo, token, [
  {
    name: 'a comment on a line outside the hunks',
    path: reviews,
    body: review({ line: 20 }),
    status: 422,
    says: /Unprocessable Entity","errors":\["Line could not be resolved"\]/,
  },
  {
    name: 'a comment on a line past the end',
    path: reviews,
    body: review({ line: 400 }),
    status: 422,
    says: /Line could not be resolved/,
  },
  {
    name: 'a comment without a line',
    path: reviews,
    body: review({}),
    status: 422,
    says: /Line could not be resolved/,
  },
  {
    name: 'a comment on a file that did not change',
    path: reviews,
    body: review({ path: 'keep.py', line: 1 }),
    status: 422,
    says: /Path could not be resolved/,
  },
  {
    name: 'a comment on a side that there is none of',
    path: reviews,
    body: review({ line: 10, side: 'UP' }),
    status: 422,
    says: /Side/,
  },
  {
    name: 'the old side of an added file',
    path: reviews,
    body: review({ path: 'new.py', line: 1, side: 'LEFT' }),
    status: 422,
    says: /Line could not/,
  },
  {
    name: 'a start after the end',
    path: reviews,
    body: review({ line: 10, start_line: 11 }),
    status: 422,
    says: /start line must precede/,
  },
  {
    name: 'a start that is the end',
    path: reviews,
    body: review({ line: 10, start_line: 10 }),
    status: 422,
    says: /start line must precede/,
  },
  {
    name: 'ends in different hunks',
    path: reviews,
    body: review({ line: 30, start_line: 10 }),
    status: 422,
    says: /same hunk/,
  },
  {
    name: 'one bad comment among good ones',
    path: reviews,
    body: {
      event: 'COMMENT',
      body: 'b',
      comments: [
        { path: 'loans.py', line: 10, body: 'c' },
        { path: 'loans.py', line: 20, body: 'c' },
      ],
    },
    status: 422,
    says: /Line could not/,
  },
  {
    name: 'a commit that is not of the pull request',
    path: reviews,
    body: { ...review({ line: 10 }), commit_id: pull.base },
    status: 422,
    says: /not part of the pull request/,
  },
  { name: 'an empty review', path: reviews, body: { event: 'COMMENT' }, status: 422, says: /Could not comment/ },
  {
    name: 'a request for changes without a body',
    path: reviews,
    body: { event: 'REQUEST_CHANGES' },
    status: 422,
    says: /blank/,
  },
  {
    name: 'a review with too long a body',
    path: reviews,
    body: { event: 'COMMENT', body: 'x'.repeat(65_537) },
    status: 422,
    says: /too long/,
  },
  {
    name: 'a comment with too long a body',
    path: reviews,
    body: review({ line: 10, body: 'x'.repeat(65_537) }),
    status: 422,
    says: /too long/,
  },
  {
    name: 'an event that there is none of',
    path: reviews,
    body: { event: 'LIKE' },
    status: 422,
    says: /is not a member of/,
  },
  {
    name: 'a lone comment outside the hunks',
    path: comments,
    body: { path: 'loans.py', commit_id: pull.head, line: 20, body: 'c' },
    status: 422,
    says: /must be part of the diff/,
  },
  {
    name: 'a lone comment without a place',
    path: comments,
    body: { path: 'loans.py', commit_id: pull.head, body: 'c' },
    status: 422,
    says: /oneOf/,
  },
  {
    name: 'a lone comment without a body',
    path: comments,
    body: { path: 'loans.py', commit_id: pull.head, line: 10 },
    status: 422,
    says: /\\"body\\" wasn't supplied/,
  },
  {
    name: 'a comment on a whole file that did not change',
    path: comments,
    body: { path: 'keep.py', commit_id: pull.head, subject_type: 'file', body: 'c' },
    status: 422,
    says: /thread.path/,
  },
  {
    name: 'a reply to nothing',
    path: comments,
    body: { path: 'loans.py', commit_id: pull.head, in_reply_to: 1, body: 'c' },
    status: 404,
    says: /Not Found/,
  },
  {
    name: 'a blank conversation comment',
    path: `${repo}/issues/1/comments`,
    body: { body: ' ' },
    status: 422,
    says: /blank/,
  },
  { name: 'an unknown pull request', path: `${repo}/pulls/99`, method: 'GET', status: 404, says: /Not Found/ },
  { name: 'an unknown repository', path: '/api/v3/repos/city/none', method: 'GET', status: 404, says: /Not Found/ },
  { name: 'a path that is not there', path: `${repo}/contents/none.py`, method: 'GET', status: 404, says: /Not Found/ },
  {
    name: 'an unknown blob',
    path: `${repo}/git/blobs/${'f'.repeat(40)}`,
    method: 'GET',
    status: 404,
    says: /Not Found/,
  },
  {
    name: 'an unknown user',
    path: `${repo}/collaborators/nobody/permission`,
    method: 'GET',
    status: 404,
    says: /Not Found/,
  },
  {
    name: 'a reaction on the conversation without the issues permission',
    path: `${repo}/issues/comments/1/reactions`,
    body: { content: '+1' },
    status: 403,
    says: /Resource not accessible by integration/,
  },
  { name: 'an operation that is not served', path: '/api/v3/gists', method: 'GET', status: 404, says: /Not Found/ },
]);

test('a refused review leaves nothing behind', async () => {
  const all = await send(demo, { path: reviews, token });
  assert.deepEqual(JSON.parse(all.text), []);
  assert.deepEqual(
    demo.violations.filter((each) => each.kind !== 'request'),
    [],
  );
});
