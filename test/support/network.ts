import type { TestContext } from 'node:test';
import assert from 'node:assert/strict';
import nock from 'nock';

/**
 * Github.com as a test needs it: what is mocked is answered, anything else off this machine is refused, and a mock that nobody
 * asked for fails the test. The only place that knows nock.
 */
export function mockGitHub(t: TestContext): nock.Scope {
  nock.disableNetConnect();
  nock.enableNetConnect(/^(127\.0\.0\.1|localhost)(:\d+)?$/);
  t.after(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    nock.restore();
    nock.activate();
    assert.deepEqual(unused, [], 'every mock is asked for');
  });
  return nock('https://api.github.com');
}
