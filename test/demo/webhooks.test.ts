import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { appJwt, clientWith, installationClient, openExample, receiveHooks, startDemo } from './support.ts';

test('an opened pull request is told, signed over its raw body', async () => {
  const hooks = await receiveHooks();
  const demo = await startDemo({ webhook: { url: hooks.url, secret: 'a secret' } });
  const pull = await openExample(demo);
  await demo.settled();
  const told = hooks.received.find((each) => each.headers['x-github-event'] === 'pull_request');
  assert.ok(told);
  assert.equal(
    told.headers['x-hub-signature-256'],
    `sha256=${createHmac('sha256', 'a secret').update(told.body).digest('hex')}`,
  );
  assert.match(String(told.headers['x-github-delivery']), /^[0-9a-f-]{36}$/);
  assert.equal(told.headers['x-github-hook-installation-target-type'], 'integration');
  const payload = JSON.parse(told.body);
  assert.equal(payload.action, 'opened');
  assert.equal(payload.pull_request.head.sha, pull.head);
  assert.equal(payload.installation.id, demo.installationId('city'));
  assert.equal(payload.sender.login, 'alice');
});

test('a redelivery has the same GUID and body, and both attempts are kept', async () => {
  const answers = [500, 202];
  const hooks = await receiveHooks(() => answers.shift() ?? 202);
  const demo = await startDemo({
    webhook: { url: hooks.url },
    app: { events: ['pull_request'], permissions: { pull_requests: 'write' } },
  });
  await openExample(demo);
  await demo.settled();
  const first = demo.deliveries[0];
  assert.ok(first);
  assert.deepEqual([first.statusCode, first.status], [500, 'Invalid HTTP Response: 500']);
  const second = await demo.redeliver(first.guid);
  assert.deepEqual([second.guid, second.redelivery, second.status], [first.guid, true, 'OK']);
  assert.notEqual(second.id, first.id);
  const [one, two] = hooks.received;
  assert.equal(one?.body, two?.body);
  assert.equal(one?.headers['x-github-delivery'], two?.headers['x-github-delivery']);
});

test('lost deliveries are listed as failed and can be sent again through the API', async () => {
  const hooks = await receiveHooks();
  const demo = await startDemo({
    webhook: { url: hooks.url },
    app: { events: ['pull_request'], permissions: { pull_requests: 'write' } },
  });
  demo.dropDeliveries(1);
  const pull = await openExample(demo);
  await demo.edit(pull, { title: 'Lend more' });
  await demo.settled();
  assert.equal(hooks.received.length, 1);
  const app = clientWith(demo, appJwt(demo));
  const failed = await app.request('GET /app/hook/deliveries', { status: 'failure' });
  assert.deepEqual(
    failed.data.map((each) => [each.event, each.action, each.status_code]),
    [['pull_request', 'opened', 0]],
  );
  const id = Number(failed.data[0]?.id);
  assert.equal((await app.rest.apps.redeliverWebhookDelivery({ delivery_id: id })).status, 202);
  await demo.settled();
  assert.equal(JSON.parse(hooks.received[1]?.body ?? '{}').action, 'opened');
  const whole = await app.rest.apps.getWebhookDelivery({ delivery_id: demo.deliveries.at(-1)?.id ?? 0 });
  assert.deepEqual([whole.data.redelivery, whole.data.response.payload], [true, 'seen']);
});

test('deliveries are listed newest first, with a cursor', async () => {
  const hooks = await receiveHooks();
  const demo = await startDemo({ webhook: { url: hooks.url } });
  const pull = await openExample(demo);
  for (let round = 0; round < 4; round += 1) await demo.edit(pull, { title: `Lend ${round}` });
  await demo.settled();
  const app = clientWith(demo, appJwt(demo));
  const ids = await app.paginate(app.rest.apps.listWebhookDeliveries, { per_page: 2 }, (answer) =>
    answer.data.map((each) => each.id),
  );
  assert.deepEqual(ids, demo.deliveries.map((each) => each.id).toReversed());
});

test('a receiver that does not answer in time is a timed out delivery', async () => {
  const demo = await startDemo({ limits: { webhookMs: 30 }, app: { events: ['pull_request'] } });
  // A port that takes the connection and never answers.
  const mute = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await new Promise((resolve) => mute.once('listening', resolve));
  const address = mute.address();
  demo.setWebhook(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`);
  await openExample(demo);
  await demo.settled();
  mute.close();
  assert.equal(demo.deliveries.find((each) => each.event === 'pull_request')?.status, 'timed out');
});

test("every event that people cause follows GitHub's description", async () => {
  const hooks = await receiveHooks();
  const demo = await startDemo({ webhook: { url: hooks.url } });
  const pull = await openExample(demo);
  const client = await installationClient(demo);
  const action = { label: 'Again', description: 'Look again', identifier: 'again' };
  const run = await client.rest.checks.create({
    owner: 'city',
    repo: 'loans',
    name: 'n',
    head_sha: pull.head,
    conclusion: 'neutral',
    actions: [action],
  });
  await demo.push({ pull, files: { 'new.py': 'newer\n' } });
  await demo.comment({ pull, author: 'bob', body: 'Well?' });
  const comment = await demo.reviewComment({ pull, author: 'bob', path: 'new.py', line: 1, body: 'Hm' });
  await demo.reply(comment, { author: 'alice', body: 'Yes' });
  await demo.resolveThread(comment);
  await demo.unresolveThread(comment);
  await demo.rerunCheck(run.data.id);
  await demo.pressAction(run.data.id, 'again');
  await demo.rerunSuite(pull);
  await demo.edit(pull, { title: 'T', body: 'B' });
  await demo.addLabel(pull, 'big');
  await demo.removeLabel(pull, 'big');
  await demo.convertToDraft(pull);
  await demo.readyForReview(pull);
  await demo.closePull(pull);
  await demo.reopenPull(pull);
  await demo.enqueue(pull);
  await demo.mergePull(pull);
  await demo.openPull({
    owner: 'city',
    repo: 'loans',
    title: 'F',
    files: { 'f.py': '' },
    author: 'eve',
    fromFork: true,
    draft: true,
  });
  await demo.settled();
  assert.deepEqual(demo.violations, []);
  const told = hooks.received.map(
    (each) => `${String(each.headers['x-github-event'])}.${String(JSON.parse(each.body).action)}`,
  );
  const wanted = [
    'check_run.completed',
    'check_run.created',
    'check_run.requested_action',
    'check_run.rerequested',
    'check_suite.requested',
    'check_suite.rerequested',
    'issue_comment.created',
    'merge_group.checks_requested',
    'pull_request.closed',
    'pull_request.converted_to_draft',
    'pull_request.edited',
    'pull_request.labeled',
    'pull_request.opened',
    'pull_request.ready_for_review',
    'pull_request.reopened',
    'pull_request.synchronize',
    'pull_request.unlabeled',
    'pull_request_review_comment.created',
    'pull_request_review_thread.resolved',
    'pull_request_review_thread.unresolved',
    'push.undefined',
  ];
  assert.deepEqual([...new Set(told)].sort(), wanted);
});

test('an App hears only of what it subscribes to and may read', async () => {
  const hooks = await receiveHooks();
  const demo = await startDemo({
    webhook: { url: hooks.url },
    app: { events: ['pull_request', 'push'], permissions: { pull_requests: 'read', metadata: 'read' } },
  });
  await openExample(demo);
  await demo.settled();
  assert.deepEqual(
    hooks.received.map((each) => each.headers['x-github-event']),
    ['pull_request'],
  );
});

test("a fork's push makes no suite, and its checks name no pull request", async () => {
  const hooks = await receiveHooks();
  const demo = await startDemo({ webhook: { url: hooks.url } });
  await openExample(demo);
  const pull = await demo.openPull({
    owner: 'city',
    repo: 'loans',
    title: 'F',
    files: { 'f.py': 'f\n' },
    author: 'eve',
    fromFork: true,
  });
  await demo.settled();
  const suites = hooks.received.filter((each) => each.headers['x-github-event'] === 'check_suite');
  assert.equal(suites.length, 1);
  const client = await installationClient(demo);
  const run = await client.rest.checks.create({ owner: 'city', repo: 'loans', name: 'n', head_sha: pull.head });
  assert.deepEqual(run.data.pull_requests, []);
  const got = await client.rest.pulls.get({ owner: 'city', repo: 'loans', pull_number: pull.number });
  assert.equal(got.data.head.repo?.full_name, 'eve/loans');
  assert.equal(got.data.head.repo?.fork, true);
});
