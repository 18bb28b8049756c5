import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { PullHandle } from '../../demo/github/handles.ts';
import type { Pull, ReviewComment } from '../../demo/github/model.ts';
import { parsePatch } from '../../src/core/patch.ts';
import { createRandom, type Random } from '../property/changes.ts';
import {
  baseProgram,
  blockAt,
  editProgram,
  EDITS,
  findingsOf,
  renderFile,
  renderProgram,
  type Program,
} from '../property/history.ts';
import { conclusionsByCaller, mostAtOnce } from './at-once.ts';
import { createScene, type Stage } from './scene.ts';

/**
 * Random lives of pull requests: whatever people do in whatever order, and however often events come, what stands at the end is
 * one concluded check run on the head, and every finding said once, where it is.
 */
const SEED = 20_261_127;
const HISTORIES = Number(process.env['HISTORIES'] ?? 40);
/** Pull requests that live at the same time, so that the workers have several to do. */
const AT_ONCE = 4;
const STEPS = 6;

const CONFIG = [
  'preset: recommended',
  'chapters:',
  ...Array.from({ length: 18 }, (_, at) => `  ch${String(at + 1).padStart(2, '0')}: off`),
  'checks:',
  '  ch03/mutable-default: warning',
  '  ch06/bare-except: warning',
  '  ch06/http-call-without-timeout: warning',
  '',
].join('\n');

/** Two processes where `DATABASE_URL` names a server that they can share: who hears of an event is left to chance. */
const REPLICAS = process.env['DATABASE_URL'] ? 2 : 1;
// Hundreds of pull requests live here within minutes, which no installation has.
const limits = { primary: 1e9, contentPerMinute: 1e9, contentPerHour: 1e9 };
const scene = await createScene({ replicas: REPLICAS, github: { limits } });
after(() => scene.close());

/** How often each thing was done in all histories. */
const done = new Map<string, number>();

for (let from = 0; from < HISTORIES; from += AT_ONCE) {
  const numbers = Array.from({ length: Math.min(AT_ONCE, HISTORIES - from) }, (_, at) => from + at);
  test(`histories ${numbers[0]} to ${numbers.at(-1)} end as they should`, async () => {
    await Promise.all(numbers.map(live));
  });
}

test('each thing that people do was done, in two workers at once', { skip: HISTORIES < 40 }, (t) => {
  t.diagnostic([...done].map(([what, times]) => `${what}: ${times}`).join(', '));
  for (const what of [...ACTS, ...EDITS, 'move by 250 lines or more']) assert.ok(done.has(what), what);
  const { requests } = scene.github;
  const callers = conclusionsByCaller(requests);
  t.diagnostic([...callers].map(([host, times]) => `concluded by way of ${host}: ${times}`).join(', '));
  assert.equal(callers.size, REPLICAS);
  t.diagnostic(`most pull requests at once: ${mostAtOnce(requests)}`);
  assert.ok(mostAtOnce(requests) > 1);
});

test('no request was refused, and none was unlike what GitHub describes', () => {
  assert.deepEqual(scene.github.violations, []);
  const refused = scene.github.requests.filter(({ status }) => status === 422);
  assert.deepEqual(
    refused.map(({ operation, url }) => `${operation} ${url}`),
    [],
  );
});

function did(what: string): void {
  done.set(what, (done.get(what) ?? 0) + 1);
}

/** What is known of a pull request that lives. */
interface Life {
  readonly random: Random;
  readonly stage: Stage;
  readonly base: Program;
  readonly nextId: () => number;
  program: Program;
  /** Programs at earlier heads, to go back to. */
  readonly earlier: Program[];
  /** Texts at every head, to tell what a comment is about. */
  readonly texts: Map<string, Readonly<Record<string, string>>>;
  /** Functions whose finding somebody has settled for good. */
  readonly settled: Set<number>;
  /** Comment ids that were seen → function. */
  readonly seen: Map<number, number>;
  /** How often a function began to have its finding. */
  readonly begun: Map<number, number>;
  /** What was done, for the message of a failure. */
  readonly done: string[];
}

async function live(number: number): Promise<void> {
  const random = createRandom(SEED + number);
  let ids = 0;
  const nextId = (): number => (ids += 1);
  const base = baseProgram(random, nextId);
  const stage = await scene.openRepository(
    { '.github/chapter-and-verse.yml': CONFIG, 'pyproject.toml': '[project]\nname = "app"\n', ...renderProgram(base) },
    { maria: 'write' },
  );
  const program = editProgram(editProgram(base, 'add', { random, nextId }), 'new-file', { random, nextId });
  const life: Life = {
    random,
    stage,
    base,
    nextId,
    program,
    earlier: [],
    texts: new Map(),
    settled: new Set(),
    seen: new Map(),
    begun: new Map(),
    done: [],
  };
  const pull = await stage.openPull(filesBetween(base, program));
  arrive(life, base, pull.head);
  await observe(life, pull);
  for (let step = 0; step < STEPS; step += 1) {
    await act(life, pull);
    if (random.chance(0.8)) await observe(life, pull);
  }
  await observe(life, pull);
  assertEnd(life, pull, number);
}

const ACTS = [
  'push',
  'push',
  'push',
  'push',
  'force-push',
  'revert',
  'reply',
  'ignore',
  'resolve',
  'rerun',
  'rerun-suite',
  'redeliver',
  'recheck',
] as const;

async function act(life: Life, pull: PullHandle): Promise<void> {
  const { random, stage } = life;
  const kind = random.pick(ACTS);
  const { github } = scene;
  life.done.push(kind);
  const { servers } = scene;
  scene.deliverTo(servers[random.below(servers.length)] ?? scene.server);
  switch (kind) {
    case 'push':
    case 'force-push':
      await edit(life, pull, kind === 'force-push');
      break;
    case 'revert': {
      const back = life.earlier.at(-1);
      if (back) {
        did(kind);
        await pushTo(life, pull, back, false);
      }
      break;
    }
    case 'reply':
    case 'ignore':
    case 'resolve': {
      // What a person does to a thread is about the finding as it stands, so wait for it to stand.
      await observe(life, pull);
      const open = openComments(stage).filter(({ thread }) => thread.resolvedBy === undefined);
      const [first, ...others] = open;
      if (!first) break;
      did(kind);
      const comment = random.pick([first, ...others]);
      const id = life.seen.get(comment.id);
      if (kind === 'reply') await github.reply(comment.id, { body: 'I will have a look.' });
      else if (kind === 'ignore') await github.reply(comment.id, { author: 'maria', body: 'ignore: it is meant' });
      else await github.resolveThread(comment.id);
      if (kind !== 'reply' && id !== undefined) life.settled.add(id);
      await stage.settle();
      break;
    }
    case 'rerun': {
      const run = stage.checkRuns().findLast(({ status }) => status === 'completed');
      if (run) {
        did(kind);
        await github.rerunCheck(run.id);
      }
      break;
    }
    case 'rerun-suite':
      await stage.settle();
      did(kind);
      await github.rerunSuite(pull);
      break;
    case 'redeliver': {
      const mine = github.deliveries.filter(
        ({ event, payload }) =>
          event !== 'push' && JSON.stringify(payload).includes(`"full_name":"${stage.owner}/${stage.repo}"`),
      );
      const [first, ...others] = mine;
      if (first) {
        did(kind);
        await github.redeliver(random.pick([first, ...others]).guid);
      }
      break;
    }
    case 'recheck':
      did(kind);
      await github.comment({ pull, body: '/cv recheck' });
      break;
  }
}

async function edit(life: Life, pull: PullHandle, force: boolean): Promise<void> {
  const kind = life.random.pick(EDITS);
  life.done.push(kind);
  const next = editProgram(life.program, kind, life);
  if (Object.keys(filesBetween(life.program, next)).length > 0) did(kind);
  if (kind === 'move-lines' && farthestMove(life.program, next) >= 250) did('move by 250 lines or more');
  did(force ? 'force-push' : 'push');
  await pushTo(life, pull, next, force);
}

function farthestMove(before: Program, next: Program): number {
  return Math.max(...[...next].map(([path, { filler }]) => Math.abs(filler - (before.get(path)?.filler ?? filler))));
}

async function pushTo(life: Life, pull: PullHandle, next: Program, force: boolean): Promise<void> {
  const before = life.program;
  life.earlier.push(before);
  life.program = next;
  const files = filesBetween(force ? life.base : before, next);
  if (Object.keys(files).length === 0 && !force) return;
  const head = await scene.github.push({ pull, files, force });
  arrive(life, before, head);
}

/** Notes what the new head has. */
function arrive(life: Life, before: Program, head: string): void {
  life.texts.set(head, renderProgram(life.program));
  const old = findingsOf(before);
  for (const id of findingsOf(life.program).keys()) if (!old.has(id)) life.begun.set(id, (life.begun.get(id) ?? 0) + 1);
}

function filesBetween(old: Program, next: Program): Record<string, string | null> {
  const files: Record<string, string | null> = {};
  for (const path of old.keys()) if (!next.has(path)) files[path] = null;
  for (const [path, file] of next) {
    const known = old.get(path);
    const text = renderFile(file);
    if (!known || renderFile(known) !== text) files[path] = text;
  }
  return files;
}

/** Waits until all is said, and looks at what is new: no comment stands on a line that the change did not touch. */
async function observe(life: Life, handle: PullHandle): Promise<void> {
  const { stage } = life;
  await stage.settle();
  for (const comment of stage.comments()) {
    if (life.seen.has(comment.id) || comment.inReplyTo !== undefined) continue;
    const { originalCommit, originalPath, original } = comment.thread;
    const text = life.texts.get(originalCommit)?.[originalPath] ?? '';
    const id = blockAt(text, original.line ?? 0);
    const where = `${originalPath}:${original.line} after ${life.done.join(', ')}`;
    assert.ok(id !== undefined, `a comment is about a function: ${where}`);
    life.seen.set(comment.id, id);
    assert.ok(!findingsOf(life.base).has(id), `a comment is about what the change brought in: ${where}`);
    assert.ok(await isTouched(comment), `a comment stands on a line of the change: ${where}`);
  }
  assert.equal(pullOf(life, handle).state, 'open');
}

/** Whether the change, as it was when the comment was made, added its line. */
async function isTouched({ pull, thread }: ReviewComment): Promise<boolean> {
  const { originalBase, originalCommit, originalPath, original } = thread;
  const changes = await scene.github.world.changes(pull.repository, originalBase, originalCommit);
  const { patch } = changes.find(({ path }) => path === originalPath) ?? {};
  const line = original.line ?? 0;
  return parsePatch(patch ?? '').some(({ added }) => added.some(({ start, end }) => start <= line && line <= end));
}

function pullOf({ stage }: Life, { number }: PullHandle): Pull {
  const pull = scene.github.world.repository(stage.owner, stage.repo)?.pulls.get(number);
  assert.ok(pull);
  return pull;
}

/** Comments of ours that speak of something open. */
function openComments(stage: Stage): readonly ReviewComment[] {
  return stage
    .comments()
    .filter(({ body, viaApp, inReplyTo }) => viaApp && inReplyTo === undefined && / fp=[0-9a-f]/.test(body));
}

function assertEnd(life: Life, handle: PullHandle, number: number): void {
  const { stage, program, base, settled } = life;
  const pull = pullOf(life, handle);
  const story = `history ${number}: ${life.done.join(', ')}`;
  const runs = stage.checkRuns();
  for (const run of runs) assert.equal(run.status, 'completed', `${story}: a run of ${run.sha} is ${run.status}`);
  const latest = runs.findLast(({ sha }) => sha === pull.head);
  assert.ok(latest, `${story}: the head has a run`);

  const old = findingsOf(base);
  const expected = [...findingsOf(program)].filter(([id]) => !old.has(id));
  const open = openComments(stage);
  const annotated = new Set(latest.annotations.map(({ path, startLine }) => `${path}:${startLine}`));
  for (const [id, { path, line }] of expected) {
    const said = open.filter(
      ({ id: comment, thread }) => life.seen.get(comment) === id && thread.resolvedBy === undefined,
    );
    assert.ok(said.length <= 1, `${story}: ${path}:${line} is said ${said.length} times`);
    const isSaid = said.length === 1 || annotated.has(`${path}:${line}`) || settled.has(id);
    assert.ok(isSaid, `${story}: ${path}:${line} (${id}) is not said`);
  }
  const present = new Set(expected.map(([id]) => id));
  for (const comment of open) {
    const id = life.seen.get(comment.id);
    const isLeft = comment.thread.resolvedBy !== undefined;
    assert.ok(
      (id !== undefined && present.has(id)) || isLeft,
      `${story}: a comment about ${id}, which is mended, stands open`,
    );
  }
  const times = Map.groupBy(life.seen.values(), (id) => id);
  for (const [id, all] of times) {
    const most = life.begun.get(id) ?? 0;
    assert.ok(all.length <= most, `${story}: ${id} was said ${all.length} times, but began ${most} times`);
  }
}
