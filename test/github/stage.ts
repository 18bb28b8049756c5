import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Fault } from '../../demo/github/faults.ts';
import type { OpenedPull } from '../../demo/github/handles.ts';
import type { Annotation, ConcludeCheckRun, PostReview } from '../../src/core/actions.ts';
import { beginCheckRun } from '../../src/github/check-runs.ts';
import type { Own } from '../../src/github/read-posted.ts';
import { createScene, type Scene } from './demo.ts';

export const NAME = 'Chapter & Verse';
const TEXT = Array.from({ length: 40 }, (_, at) => `line ${at}\n`).join('');

/** The marker of these tests: `<!-- f:1,2 -->`. */
function verify(body: string): ReturnType<Own['verify']> {
  const fingerprints = /<!-- f:([\w,]+) -->/.exec(body)?.[1]?.split(',');
  return fingerprints && { fingerprints, isSettled: body.includes('<!-- settled -->') };
}

export interface Stage extends Scene {
  readonly pull: OpenedPull;
  readonly own: Own;
}

export async function setUp(t: TestContext, options: Parameters<typeof createScene>[2] = {}): Promise<Stage> {
  const scene = await createScene(t, { 'a.py': TEXT, 'b.py': TEXT }, options);
  const pull = await scene.openPull({ files: { 'a.py': TEXT.replace('line 20', 'LINE 20'), 'new.py': TEXT } });
  return { ...scene, pull, own: { appSlug: scene.github.app.slug, verify } };
}

export function annotations(count: number): readonly Annotation[] {
  return Array.from({ length: count }, (_, at) => ({
    path: 'new.py',
    startLine: (at % 40) + 1,
    endLine: (at % 40) + 1,
    startColumn: 1,
    endColumn: 2,
    level: 'warning',
    title: `number ${at}`,
    message: 'words',
  }));
}

export function conclusion(count: number): ConcludeCheckRun {
  return {
    kind: 'conclude-check-run',
    conclusion: 'failure',
    title: 'Title',
    summary: 'Summary',
    annotations: annotations(count),
  };
}

export function review(pull: OpenedPull, ...places: readonly (readonly [string, number, number?])[]): PostReview {
  const comments = places.map(([path, line, startLine], at) => ({
    path,
    line,
    ...(startLine === undefined ? {} : { startLine }),
    body: `words ${at}\n<!-- f:p${at} -->`,
  }));
  return { kind: 'post-review', commit: pull.head, body: 'Please look.', comments };
}

export async function begin({ client, pull }: Stage) {
  return beginCheckRun(client, pull, { head: pull.head, name: NAME, externalId: 'pull-1' });
}

export function countOf({ github }: Stage, operation: string): number {
  return github.requests.filter((request) => request.operation === operation).length;
}

export function pullOf({ github }: Stage) {
  const found = github.world.repository('acme', 'app')?.pulls.get(1);
  assert.ok(found);
  return found;
}

/** Ways in which a request ends without an answer that can be believed. */
export const FAILURES: readonly (readonly [string, Fault])[] = [
  ['answers 502 after doing it', { status: 502, commit: true }],
  ['answers 502 without doing it', { status: 502 }],
  ['cuts its answer short', { truncate: true }],
  ['hangs up after doing it', { reset: true, commit: true }],
];
