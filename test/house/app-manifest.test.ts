import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Probot } from 'probot';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadDescriptions } from '../../demo/github/descriptions.ts';
import { holds } from '../../demo/github/permissions.ts';
import { restRoutes } from '../../demo/github/rest.ts';
import { createRouter } from '../../demo/github/router.ts';
import { createApp } from '../../src/app/app.ts';
import { listOurs, readOurs } from './project.ts';

const access = z.enum(['read', 'write']);
const manifest = z
  .object({
    name: z.string(),
    url: z.url(),
    default_events: z.array(z.string()),
    default_permissions: z.record(z.string(), access),
  })
  .parse(parse(await readOurs('app.yml')));
const { default_events: events, default_permissions: permissions } = manifest;

/** Every request that the App sends: `GET /repos/{owner}/{repo}/pulls/{number}`. */
async function findRequests(): Promise<readonly string[]> {
  const texts = await Promise.all((await listOurs('src')).map(readOurs));
  return [
    ...new Set(texts.flatMap((text) => text.match(/(?<=')(?:GET|POST|PATCH|PUT|DELETE) \/[\w/{}-]+(?=')/g) ?? [])),
  ];
}

/** What each request needs, by the demo's GitHub: any one of the alternatives. */
async function findNeeds() {
  const route = createRouter(loadDescriptions());
  return (await findRequests()).map((request) => {
    const [method = '', path = ''] = request.split(' ');
    const match = route(method, path.replaceAll(/[{}]/g, ''));
    const operation = Object.entries(restRoutes).find(([id]) => id === match?.operation.id);
    return { request, served: operation !== undefined, needs: operation?.[1].needs ?? [] };
  });
}

test('the App is told of the events that it handles, and of no other', async () => {
  const names: string[] = [];
  const app: Pick<Probot, 'on'> = { on: (name: string | string[]) => names.push(...[name].flat()) };
  // Subscribing is all that it does with the App when it starts.
  createApp({ enqueue: () => Promise.resolve() })(app as Probot);
  assert.deepEqual(new Set(names.map((name) => name.split('.')[0])), new Set(events));
});

test('every request of the App is one that the demo’s GitHub knows', async () => {
  const needs = await findNeeds();
  assert.ok(needs.length > 8, `${needs.length} requests found`);
  assert.deepEqual(
    needs.filter(({ served }) => !served),
    [],
  );
});

test('the App has the permissions for all that it asks', async () => {
  const refused = (await findNeeds()).filter(
    ({ needs }) => needs.length > 0 && !needs.some((need) => holds(permissions, need)),
  );
  assert.deepEqual(refused, []);
});

test('the App has no permission that it could do without', async () => {
  const needs = await findNeeds();
  // What no request needs: the one is always there, the other lets an event through.
  const others = new Set(['metadata', 'merge_queues']);
  const weaker = Object.entries(permissions).filter(([name]) => !others.has(name));
  const idle = weaker.filter(([name, level]) => {
    const { [name]: _, ...rest } = permissions;
    const less = level === 'write' ? { ...rest, [name]: 'read' as const } : rest;
    return needs.every(({ needs: own }) => own.length === 0 || own.some((need) => holds(less, need)));
  });
  assert.deepEqual(idle, []);
});

test('the App never asks to write code', () => {
  assert.equal(permissions['contents'], 'read');
});
