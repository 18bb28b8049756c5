import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyError } from '../../src/github/classify.ts';
import { readPull } from '../../src/github/read-pull.ts';
import { beginCheckRun } from '../../src/github/check-runs.ts';
import { isUncertain, PermissionMissing } from '../../src/github/trouble.ts';
import { createScene } from './demo.ts';

const DATE = 'Thu, 01 Jan 2026 00:00:00 GMT';
const RESET = String(Date.parse(DATE) / 1000 + 90);
const SECRET = 'ghs_' + 'A'.repeat(36);

function answered(status: number, message = '', headers: object = {}): unknown {
  return {
    status,
    message: SECRET,
    request: { headers: { authorization: SECRET } },
    response: { headers, data: { message } },
  };
}

const CASES: readonly (readonly [string, unknown, object])[] = [
  ['502', answered(502), { name: 'GitHubTrouble', kind: 'server', retryAfterSeconds: undefined }],
  [
    '503 with a time',
    answered(503, '', { 'retry-after': '7' }),
    { name: 'GitHubTrouble', kind: 'server', retryAfterSeconds: 7 },
  ],
  ['no answer', { status: 500, message: SECRET, request: {} }, { name: 'GitHubTrouble', kind: 'network' }],
  ['a broken connection', new TypeError(`fetch failed ${SECRET}`), { name: 'GitHubTrouble', kind: 'network' }],
  [
    'a secondary limit',
    answered(403, 'You have exceeded a secondary rate limit.', { 'retry-after': '60' }),
    { name: 'GitHubTrouble', kind: 'limit', retryAfterSeconds: 60 },
  ],
  [
    'a secondary limit without a time',
    answered(403, 'You have exceeded a secondary rate limit.'),
    { name: 'GitHubTrouble', kind: 'limit', retryAfterSeconds: undefined },
  ],
  [
    'the primary limit',
    answered(403, '', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET, date: DATE }),
    { name: 'GitHubTrouble', kind: 'limit', retryAfterSeconds: 91 },
  ],
  ['429', answered(429), { name: 'GitHubTrouble', kind: 'limit' }],
  [
    'a missing permission',
    answered(403, 'Resource not accessible by integration', { 'x-accepted-github-permissions': 'checks=write' }),
    { name: 'PermissionMissing', permissions: 'checks=write' },
  ],
  ['bad credentials', answered(401, 'Bad credentials'), { name: 'PermissionMissing', permissions: '' }],
  ['404', answered(404, 'Not Found'), { name: 'Gone', message: 'GET /x: 404 Not Found' }],
  [
    '422',
    {
      status: 422,
      response: { headers: {}, data: { message: 'Unprocessable Entity', errors: ['Line could not be resolved'] } },
    },
    { name: 'Refused', status: 422, message: 'GET /x: 422 Unprocessable Entity; Line could not be resolved' },
  ],
  [
    'GraphQL: a limit',
    {
      errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }],
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET, date: DATE },
    },
    { name: 'GitHubTrouble', kind: 'limit', retryAfterSeconds: 91 },
  ],
  [
    'GraphQL: forbidden',
    { errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }], headers: {} },
    { name: 'PermissionMissing' },
  ],
  [
    'GraphQL: not found',
    { errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a Repository' }], headers: {} },
    { name: 'Gone' },
  ],
  [
    'GraphQL: took too long',
    { errors: [{ message: 'Something went wrong while executing your query' }], headers: {} },
    { name: 'GitHubTrouble', kind: 'server' },
  ],
];

for (const [what, error, expected] of CASES) {
  test(`an error is classified: ${what}`, () => {
    const found = classifyError(error, 'GET /x');
    assert.partialDeepStrictEqual(Object.assign({}, found, { name: found.name, message: found.message }), expected);
    assert.doesNotMatch(`${found.message} ${found.stack} ${JSON.stringify(found)}`, /ghs_/);
  });
}

test('a limit was not done, a failure may have been', () => {
  assert.deepEqual(
    [answered(429), answered(502), answered(404), undefined].map((error) => isUncertain(classifyError(error, 'x'))),
    [false, true, false, true],
  );
});

test('addresses and endless words of GitHub stay out of messages', () => {
  const found = classifyError(
    answered(400, `see https://api.github.com/x?token=${SECRET} ${'w'.repeat(1000)}`),
    'GET /x',
  );
  assert.doesNotMatch(found.message, /ghs_|https/);
  assert.ok(found.message.length < 250);
});

test('a missing permission is named as GitHub names it', async (t) => {
  const { github, client, openPull } = await createScene(t, { 'a.py': '' });
  const pull = await openPull({ files: { 'b.py': 'x\n' } });
  github.setPermissions('acme', { metadata: 'read', pull_requests: 'read' });
  const error = await beginCheckRun(client, pull, { head: pull.head, name: 'x', externalId: 'y' }).catch(
    (caught: unknown) => caught,
  );
  assert.ok(error instanceof PermissionMissing);
  assert.equal(error.permissions, 'checks=write');
});

test('what is passed along with a pull request does not steer the request', async (t) => {
  const { client, openPull } = await createScene(t, { 'a.py': '' });
  const pull = await openPull({ files: { 'b.py': 'x\n' } });
  const loaded = { ...pull, url: 'http://127.0.0.1:1/', baseUrl: 'http://127.0.0.1:1', headers: { authorization: '' } };
  assert.equal((await readPull(client, loaded)).head, pull.head);
});
