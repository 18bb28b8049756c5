import assert from 'node:assert/strict';
import { generateKeyPairSync, createSign } from 'node:crypto';
import { test } from 'node:test';
import { ProbotOctokit } from 'probot';
import { appJwt, clientWith, installationToken, openExample, send, startDemo } from './support.ts';

let present = Date.now();
const demo = await startDemo({ now: () => present });
await openExample(demo);
const seconds = Math.floor(present / 1000);

const badTokens: readonly { name: string; claims: Readonly<Record<string, unknown>>; status: number; says: RegExp }[] =
  [
    { name: 'that has expired', claims: { exp: seconds - 1 }, status: 401, says: /'exp'\) must be a numeric value/ },
    { name: 'that lasts over ten minutes', claims: { exp: seconds + 900 }, status: 401, says: /too far in the future/ },
    { name: 'from the future', claims: { iat: seconds + 300 }, status: 401, says: /'Issued at' claim/ },
    { name: 'of another App', claims: { iss: 1 }, status: 404, says: /Not Found/ },
  ];

for (const { name, claims, status, says } of badTokens) {
  test(`refuses an App token ${name}`, async () => {
    const answer = await send(demo, { path: '/api/v3/app', token: appJwt(demo, claims) });
    assert.equal(answer.status, status);
    assert.match(answer.text, says);
  });
}

test('refuses an App token that another key signed', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const unsigned = appJwt(demo).split('.').slice(0, 2).join('.');
  const forged = `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(privateKey, 'base64url')}`;
  const answer = await send(demo, { path: '/api/v3/app', token: forged });
  assert.equal(answer.status, 401);
  assert.match(answer.text, /could not be decoded/);
});

test('the client id serves as the issuer too', async () => {
  assert.equal(
    (await send(demo, { path: '/api/v3/app', token: appJwt(demo, { iss: demo.app.clientId }) })).status,
    200,
  );
});

test("Probot's client signs in as the App and as its installation", async () => {
  const auth = { appId: demo.app.id, privateKey: demo.app.privateKey };
  const options = { baseUrl: `${demo.origin}/api/v3`, throttle: { enabled: false }, retry: { enabled: false } };
  const app = new ProbotOctokit({ ...options, auth });
  assert.equal((await app.rest.apps.getAuthenticated()).data?.slug, 'chapter-and-verse');
  const installation = new ProbotOctokit({
    ...options,
    auth: { ...auth, installationId: demo.installationId('city') },
  });
  const pulls = await installation.rest.pulls.list({ owner: 'city', repo: 'loans' });
  assert.deepEqual(
    pulls.data.map((pull) => pull.title),
    ['Lend'],
  );
});

test('a token dies after an hour', async () => {
  const token = await installationToken(demo);
  assert.equal((await send(demo, { path: '/api/v3/repos/city/loans', token })).status, 200);
  present += 3_600_001;
  const answer = await send(demo, { path: '/api/v3/repos/city/loans', token });
  present = Date.now();
  assert.equal(answer.status, 401);
  assert.match(answer.text, /Bad credentials/);
});

test('a revoked token is no good', async () => {
  const token = await installationToken(demo);
  assert.equal((await send(demo, { method: 'DELETE', path: '/api/v3/installation/token', token })).status, 204);
  assert.equal((await send(demo, { path: '/api/v3/repos/city/loans', token })).status, 401);
});

test('a private repository is not found by those who may not see it', async () => {
  await demo.createRepository({ owner: 'other', name: 'secret', base: { a: 'a' }, installed: false });
  await demo.createRepository({ owner: 'other', name: 'open', base: { a: 'a' }, installed: false, private: false });
  const token = await installationToken(demo);
  const status = async (path: string, withToken: boolean): Promise<number> =>
    (await send(demo, { path: `/api/v3/repos/${path}`, ...(withToken ? { token } : {}) })).status;
  assert.deepEqual([await status('other/secret', true), await status('other/open', true)], [404, 200]);
  assert.deepEqual([await status('city/loans', false), await status('other/open', false)], [404, 200]);
});

test('a missing permission is named in the header', async () => {
  const { permissions } = demo.world.app;
  demo.setPermissions('city', { contents: 'read', checks: 'read' });
  const token = await installationToken(demo);
  demo.setPermissions('city', permissions);
  const answer = await send(demo, { method: 'POST', path: '/api/v3/repos/city/loans/check-runs', token, body: {} });
  assert.equal(answer.status, 403);
  assert.match(answer.text, /Resource not accessible by integration/);
  assert.equal(answer.headers.get('x-accepted-github-permissions'), 'checks=write');
  const other = await send(demo, { path: '/api/v3/repos/city/loans/issues/1/comments', token });
  assert.equal(other.headers.get('x-accepted-github-permissions'), 'issues=read; pull_requests=read');
});

test('a token can be narrowed and not widened', async () => {
  const app = clientWith(demo, appJwt(demo));
  const installation_id = demo.installationId('city');
  const narrow = await app.rest.apps.createInstallationAccessToken({
    installation_id,
    permissions: { contents: 'read' },
  });
  assert.deepEqual(narrow.data.permissions, { metadata: 'read', contents: 'read' });
  assert.equal(
    (await send(demo, { path: '/api/v3/repos/city/loans/pulls/1/files', token: narrow.data.token })).status,
    403,
  );
  await assert.rejects(
    app.rest.apps.createInstallationAccessToken({ installation_id, permissions: { contents: 'write' } }),
    { status: 422 },
  );
});

test("a manifest's code is good once", async () => {
  const code = demo.createManifestCode();
  const client = clientWith(demo);
  const made = await client.rest.apps.createFromManifest({ code });
  assert.equal(made.data.pem, demo.app.privateKey);
  await assert.rejects(client.rest.apps.createFromManifest({ code }), { status: 404 });
});

test('a token for one repository is no good for another', async () => {
  await demo.createRepository({ owner: 'city', name: 'rooms', base: { a: 'a' } });
  const app = clientWith(demo, appJwt(demo));
  const installation_id = demo.installationId('city');
  const { data } = await app.rest.apps.createInstallationAccessToken({ installation_id, repositories: ['rooms'] });
  const status = async (name: string): Promise<number> =>
    (await send(demo, { path: `/api/v3/repos/city/${name}`, token: data.token })).status;
  assert.deepEqual([await status('rooms'), await status('loans')], [200, 404]);
});
