import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { ProbotOctokit } from 'probot';
import type { OpenedPull } from '../../demo/github/handles.ts';
import type { CheckRun, Pull, ReviewComment } from '../../demo/github/model.ts';
import { renderReview } from '../../demo/print/review.ts';
import { readDemoPull } from '../../demo/pull.ts';
import type { DemoPull } from '../../demo/pull.ts';
import { startDemo } from '../../demo/start.ts';
import type { Demo } from '../../demo/start.ts';
import { defaultConfig } from '../../src/config/config.ts';
import { settingsFor } from '../../src/config/settings.ts';
import type { Report, Snapshot } from '../../src/core/flow.ts';
import { captureGitHub } from '../../src/github/capture-github.ts';
import { readPull } from '../../src/github/read-pull.ts';
import { renderJson } from '../../src/output/json.ts';
import { createPool } from '../../src/review/pool.ts';
import { review } from '../../src/review/review.ts';
import { captureRequest } from '../../src/review/selection.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { DOCS_URL, VERSION } from '../../src/version.ts';
import { ANNOTATED, COMMENTED, FINDINGS, NEAR_MISSES } from './demo-expectations.ts';
import type { Place } from './demo-expectations.ts';

let what: DemoPull;
let demo: Demo;
let opened: OpenedPull;
/** As the App would, on the same commits. */
let reviewed: { readonly snapshot: Snapshot; readonly report: Report; readonly json: string };

before(async () => {
  what = await readDemoPull();
  demo = await startDemo({ what });
  opened = await demo.openPull();
  reviewed = await reviewOnce();
});

after(() => demo.close());

test('the pull request has findings from at least twelve chapters, each where it was made to be', () => {
  const found = reviewed.report.findings.map(({ check, path, span }) => `${check} ${path}:${span.line}`);
  assert.deepEqual(found.sort(), placesOf(FINDINGS));
  assert.ok(new Set(found.map((each) => each.slice(0, 4))).size >= 12, found.join('\n'));
});

test('each finding is a comment on exactly its line, or an annotation if it is a notice, and the check run lists it', () => {
  const { pull, run } = look();
  const said = commentsOf(pull).map(
    ({ body, thread }) =>
      `${/\[`(ch\d\d\/[\w-]+)/.exec(body)?.[1]} ${thread.path}:${thread.current.startLine ?? thread.current.line}`,
  );
  assert.deepEqual(said.sort(), placesOf(COMMENTED));
  const annotated = run.annotations.map(
    ({ title, path, startLine }) => `${/\((ch\d\d\/[\w-]+)\)$/.exec(title ?? '')?.[1]} ${path}:${startLine}`,
  );
  assert.deepEqual(annotated.sort(), placesOf(ANNOTATED));
  for (const [check, place] of FINDINGS) {
    const entry = run.summary
      ?.split('\n')
      .find((line) => line.includes(`\`${place}\``) && line.includes(`${check}.md`));
    assert.ok(entry, `${check} at ${place} is in the summary`);
  }
});

test('at least twenty near misses stay silent, on lines that the pull request wrote', () => {
  assert.ok(NEAR_MISSES.length >= 20, `${NEAR_MISSES.length} near misses`);
  const found = new Set(reviewed.report.findings.map(({ path, span }) => `${path}:${span.line}`));
  for (const [check, place, text] of NEAR_MISSES) {
    assert.ok(isAdded(place), `${place} is a line that the pull request wrote`);
    assert.ok(lineAt(place).includes(text), `${place} has ${text}: ${lineAt(place)}`);
    assert.ok(!found.has(place), `nothing is said at ${place}, least of all ${check}`);
  }
});

test('the tables speak of checks that there are, and of lines as they are', async () => {
  const { checks } = await loadCatalogue();
  const known = new Set<string>(checks.map(({ info }) => info.id));
  for (const [check, place, text] of [...FINDINGS, ...NEAR_MISSES]) {
    assert.ok(known.has(check), `there is a check ${check}`);
    assert.ok(lineAt(place).includes(text), `${place} has ${text}: ${lineAt(place)}`);
  }
});

test('what was wrong before and only moved is not brought up', () => {
  const moved = reviewed.snapshot.files.find(({ path }) => path === 'src/lending/letters.py');
  assert.equal(moved?.previousPath, 'src/lending/mail.py');
  assert.match(moved.text ?? '', /requests\.post\(MAIL_SERVICE, json=letter\)/);
  assert.deepEqual(
    reviewed.report.findings.filter(({ path }) => path === moved.path),
    [],
  );
});

test('nothing is left out but with a reason that fits the file', () => {
  assert.deepEqual(reviewed.report.skips, []);
});

test('the command line finds the same in a clone, byte for byte', async () => {
  const folder = demo.github.world.repository(what.owner, what.repo)?.store.folder ?? '';
  const args = ['src/cli.ts', 'review', '--repo', folder, '--base', 'main', '--head', opened.head, '--format', 'json'];
  // It ends with 1 where something blocks.
  const { stdout } = await runNode(args).catch((error: unknown) => {
    assert.ok(error instanceof Error && 'code' in error && error.code === 1 && 'stdout' in error, String(error));
    return { stdout: String(error.stdout) };
  });
  assert.equal(stdout, reviewed.json);
  assert.ok(reviewed.report.findings.length >= 12);
});

test('what a secret check found is in no comment, no summary and not on the screen', async () => {
  const { pull, run } = look();
  const comments = commentsOf(pull);
  const lines = await demo.readLines(opened, [
    ...comments.map(({ thread }) => thread.path),
    ...run.annotations.map(({ path }) => path),
  ]);
  const paper = { width: 100, color: false };
  const shown = renderReview({ run, reviews: pull.reviews, comments, lines, hidden: what.credentials }, paper).join(
    '\n',
  );
  assert.ok(what.credentials.length > 0);
  for (const secret of what.credentials) {
    assert.ok([...lines.values()].flat().some((line) => line.includes(secret)));
    const annotated = run.annotations.map(({ title, message }) => `${title} ${message}`);
    for (const text of [run.summary ?? '', shown, ...annotated, ...comments.map(({ body }) => body)])
      assert.ok(!text.includes(secret));
  }
});

test('a second delivery of the same web hook adds nothing', async () => {
  const count = (): readonly number[] => {
    const { pull, runs } = demo.look(opened);
    return [runs.length, pull.reviews.length, commentsOf(pull).length, pull.comments.length];
  };
  const said = count();
  const delivery = demo.github.deliveries.find(({ event }) => event === 'pull_request');
  assert.ok(delivery);
  await demo.github.redeliver(delivery.guid);
  await settle();
  assert.deepEqual(count(), said);
  assert.deepEqual(said.slice(0, 2), [1, 1]);
});

test('GitHub had nothing to object to', () => {
  assert.deepEqual(demo.github.violations, []);
});

test('committing all suggestions mends what they stand for, takes their comments back, and brings up nothing else', async () => {
  const { pull } = look();
  const offers = commentsOf(pull).filter(({ body }) => suggestionIn(body) !== undefined);
  assert.ok(offers.length >= 3, `${offers.length} suggestions`);
  const mended = new Set(offers.map(({ body }) => /fp=([0-9a-f]{16})/.exec(body)?.[1]));
  const said = commentsOf(pull).length;

  const head = await demo.github.push({
    pull: opened,
    files: commit(offers),
    message: 'Apply suggestions from code review',
  });
  await settle();

  const then = await reviewOnce();
  const left = reviewed.report.findings.filter(({ fingerprint }) => !mended.has(fingerprint));
  assert.equal(left.length, reviewed.report.findings.length - offers.length);
  assert.deepEqual(
    then.report.findings.map(({ check, path, fingerprint }) => [check, path, fingerprint]),
    left.map(({ check, path, fingerprint }) => [check, path, fingerprint]),
  );
  assert.equal(commentsOf(pull).length, said - offers.length);
  assert.deepEqual(
    demo.look({ ...opened, head }).runs.map(({ status, conclusion }) => [status, conclusion]),
    [['completed', then.report.conclusion]],
  );
});

test('`npm run demo -- --once` prints the review, ends with 0 and leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-test-'));
  const { stdout } = await runNode(['demo/main.ts', '--once'], { TMPDIR: folder });
  assert.match(stdout, /^Starting a GitHub on 127\.0\.0\.1\n/);
  for (const [check, place] of FINDINGS) assert.ok(stdout.includes(`\n${place}\n`), `${check} stands at ${place}`);
  assert.match(
    stdout,
    /with \d+ requests in \d+ round trips\nThe pull request with its comments: http:\/\/127\.0\.0\.1:\d+\//,
  );
  assert.deepEqual(await readdir(folder), []);
  await rm(folder, { recursive: true });
});

test('a wrong option is said in a line, with the exit code of a usage error', async () => {
  await assert.rejects(runNode(['demo/main.ts', '--port', 'seven']), {
    code: 2,
    stderr: '--port seven: a port is a number up to 65535\n',
  });
  await assert.rejects(runNode(['demo/main.ts', '--twice']), { code: 2, stderr: /--twice[^]*--once/ });
});

function runNode(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string }> {
  return promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env }, maxBuffer: 1e7 });
}

async function reviewOnce(): Promise<typeof reviewed> {
  const { app, origin } = demo.github;
  const auth = { appId: app.id, privateKey: app.privateKey, installationId: demo.github.installationId(what.owner) };
  const client = new ProbotOctokit({ baseUrl: `${origin}/api/v3`, auth, throttle: { enabled: false } });
  const catalogue = await loadCatalogue();
  const config = defaultConfig();
  const settings = settingsFor(
    config,
    catalogue.checks.map(({ info }) => info),
  );
  const state = await readPull(client, opened);
  const { snapshot } = await captureGitHub(client, { pull: opened, state }, captureRequest(catalogue, settings));
  const analyser = createPool();
  try {
    const report = await review({ snapshot, catalogue, settings, failOn: config.failOn, analyser });
    const checks = new Map(catalogue.checks.map(({ info }) => [info.id, info]));
    const chapters = new Map(catalogue.chapters.map((chapter) => [chapter.number, chapter]));
    return { snapshot, report, json: renderJson({ report, checks, chapters, docsUrl: DOCS_URL, version: VERSION }) };
  } finally {
    await analyser.close();
  }
}

function look(): { readonly pull: Pull; readonly run: CheckRun } {
  const { pull, runs } = demo.look(opened);
  const [run, ...others] = runs;
  assert.ok(run);
  assert.deepEqual(others, []);
  return { pull, run };
}

async function settle(): Promise<void> {
  await demo.github.settled();
  await demo.server.queue.idle();
}

function commentsOf(pull: Pull): readonly ReviewComment[] {
  return pull.threads.flatMap(({ comments }) => comments);
}

function placesOf(table: readonly Place[]): readonly string[] {
  return table.map(([check, place]) => `${check} ${place}`).sort();
}

function split(place: string): readonly [path: string, line: number] {
  const colon = place.lastIndexOf(':');
  return [place.slice(0, colon), Number(place.slice(colon + 1))];
}

function lineAt(place: string): string {
  const [path, line] = split(place);
  return what.files[path]?.split('\n')[line - 1] ?? '';
}

function isAdded(place: string): boolean {
  const [path, line] = split(place);
  const file = reviewed.snapshot.files.find((each) => each.path === path);
  return file?.hunks.some(({ added }) => added.some(({ start, end }) => start <= line && line <= end)) ?? false;
}

function suggestionIn(body: string): readonly string[] | undefined {
  const inside = /```suggestion\n([^]*?)```/.exec(body)?.[1];
  return inside === undefined ? undefined : inside.split('\n').slice(0, -1);
}

/** The files as GitHub commits a batch of suggestions: each takes the place of the lines that its comment is on. */
function commit(offers: readonly ReviewComment[]): Record<string, string> {
  const files: Record<string, string> = {};
  const upwards = offers.toSorted((a, b) => (b.thread.current.line ?? 0) - (a.thread.current.line ?? 0));
  for (const { thread, body } of upwards) {
    const { line = 0, startLine = line } = thread.current;
    const lines = (files[thread.path] ?? what.files[thread.path] ?? '').split('\n');
    files[thread.path] = lines.toSpliced(startLine - 1, line - startLine + 1, ...(suggestionIn(body) ?? [])).join('\n');
  }
  return files;
}
