import assert from 'node:assert/strict';
import { test } from 'node:test';
import { send } from './support.ts';
import type { DemoGitHub } from '../../demo/github/server.ts';

/** A request that GitHub refuses, and what it says. */
export interface Refused {
  readonly name: string;
  readonly path: string;
  /** `POST` unless told. */
  readonly method?: string;
  readonly body?: unknown;
  readonly status: number;
  readonly says: RegExp;
}

/** One test for each request of the table. */
export function testRefusals(demo: DemoGitHub, token: string, table: readonly Refused[]): void {
  for (const { name, path, method = 'POST', body, status, says } of table) {
    test(`refuses ${name}`, async () => {
      const answer = await send(demo, { method, path, token, ...(body === undefined ? {} : { body }) });
      assert.match(answer.text, says);
      assert.equal(answer.status, status);
      assert.match(answer.text, /"documentation_url":/);
    });
  }
}
