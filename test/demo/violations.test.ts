import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDescriptions } from '../../demo/github/descriptions.ts';
import { restOperations } from '../../demo/github/operations.ts';
import { createRest, restRoutes } from '../../demo/github/rest.ts';
import { createViolations } from '../../demo/github/violations.ts';
import { installationToken, openExample, send, startDemo } from './support.ts';

const descriptions = loadDescriptions();

test('every described operation is served, and no other', () => {
  assert.deepEqual(Object.keys(restRoutes).sort(), [...restOperations].sort());
});

test('every operation says who may call it', () => {
  const open = Object.entries(restRoutes)
    .filter(([, route]) => route.auth === undefined && route.needs === undefined)
    .map(([id]) => id);
  assert.deepEqual(open, ['apps/revoke-installation-access-token']);
});

test('a request that breaks the description is refused and recorded', async () => {
  const demo = await startDemo();
  await openExample(demo);
  const token = await installationToken(demo);
  const answer = await send(demo, {
    method: 'POST',
    path: '/api/v3/repos/city/loans/check-runs',
    token,
    body: { name: 7 },
  });
  assert.equal(answer.status, 422);
  const [violation] = demo.violations;
  assert.deepEqual([violation?.kind, violation?.operation], ['request', 'checks/create']);
  assert.match(violation?.problems.join(' ') ?? '', /"head_sha" wasn't supplied.*'name'/);
});

test("a query that does not fit GitHub's schema is recorded", async () => {
  const demo = await startDemo();
  await openExample(demo);
  const token = await installationToken(demo);
  const answer = await send(demo, {
    method: 'POST',
    path: '/api/graphql',
    token,
    body: { query: '{ viewer { nickname } }' },
  });
  assert.match(answer.text, /Cannot query field/);
  assert.deepEqual(
    demo.violations.map((each) => [each.kind, each.operation]),
    [['request', 'graphql']],
  );
});

test('an answer of the demo that breaks the description is thrown and recorded', () => {
  const violations = createViolations();
  const operation = descriptions.operations.find((each) => each.id === 'checks/get');
  assert.ok(operation);
  // The services are not reached by a check of an answer.
  const rest = createRest(Object.create(null), { descriptions, violations });
  const match = { operation, params: {} };
  assert.throws(
    () => rest.check(match, { status: 200, type: 'application/json', body: { id: 1 } }),
    /breaks GitHub's description/,
  );
  assert.throws(() => rest.check(match, { status: 299, type: 'application/json', body: {} }), /not described/);
  assert.deepEqual(
    violations.list.map((each) => each.kind),
    ['answer', 'answer'],
  );
});

test('a broken web hook is detected', () => {
  const problems = descriptions.checkWebhook('pull-request-opened', { action: 'opened', number: 1 });
  assert.ok(problems.includes('"pull_request" wasn\'t supplied.'));
});

test('a broken answer reaches the client as a failure', async () => {
  const demo = await startDemo();
  await openExample(demo);
  const token = await installationToken(demo);
  const pull = demo.world.repository('city', 'loans')?.pulls.get(1);
  assert.ok(pull);
  Object.assign(pull, { title: 7 });
  const answer = await send(demo, { path: '/api/v3/repos/city/loans/pulls/1', token });
  assert.equal(answer.status, 500);
  assert.deepEqual(
    demo.violations.map((each) => [each.kind, each.operation]),
    [['answer', 'pulls/get']],
  );
});
