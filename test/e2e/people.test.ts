import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, test } from 'node:test';
import { createScene, type Stage } from './scene.ts';
import { BASE, CONFIG, WITHOUT_TIMEOUT } from './shop.ts';

const scene = await createScene();
after(() => scene.close());
const { github } = scene;
// The first file loads the engines, which on a busy machine takes longer than a file may.
for (let tries = 0, isWarm = false; !isWarm && tries < 5; tries += 1) {
  const stage = await scene.openRepository(BASE);
  await stage.openPull(WITHOUT_TIMEOUT);
  isWarm = stage.comments().length > 0;
}

const TIMEOUT = 'ch06/http-call-without-timeout';
const FAILS = { ...BASE, [CONFIG]: 'fail_on: warning\n' };

/** A repository that `wanda` may write to, with a pull request of `octocat`, who may not, on which one comment stands. */
async function setUp(base: Record<string, string> = FAILS) {
  const stage = await scene.openRepository(base);
  const repository = github.world.repository(stage.owner, stage.repo);
  repository?.collaborators.set('wanda', 'write').set('rita', 'read');
  const pull = await stage.openPull(WITHOUT_TIMEOUT);
  const [comment, ...others] = stage.comments();
  assert.ok(comment && others.length === 0, stage.checkRuns()[0]?.summary ?? 'no check run');
  const newest = () => stage.checkRuns().at(-1) ?? assert.fail('no check run');
  const told = () => `${newest().conclusion} ${newest().summary}`;
  const say = async (author: string, body: string): Promise<number> => {
    const id = await github.comment({ pull, author, body });
    await stage.settle();
    return id;
  };
  const push = async (files: Record<string, string>): Promise<string> => {
    const head = await github.push({ pull, files });
    await stage.settle();
    return head;
  };
  return { stage, pull, id: comment.id, newest, told, say, push, reactions: (id: number) => reactionsOn(stage, id) };
}

function reactionsOn(stage: Stage, id: number): readonly string[] {
  const pulls = [...(github.world.repository(stage.owner, stage.repo)?.pulls.values() ?? [])];
  const all = pulls.flatMap(({ comments, threads }) => [...comments, ...threads.flatMap((thread) => thread.comments)]);
  return all.find((each) => each.id === id)?.reactions.map(({ content }) => content) ?? [];
}

test('a reply with a reason settles the finding for good, with name and reason in the check run', async () => {
  const { stage, id, newest, told, push, reactions } = await setUp();
  assert.equal(newest().conclusion, 'failure');
  const reply = await github.reply(id, { author: 'wanda', body: 'ignore: the proxy ends it' });
  await stage.settle();
  assert.match(told(), /^success [^]*wanda[^]*the proxy ends it/);
  assert.deepEqual(reactions(reply), ['+1']);
  assert.match(stage.comments()[0]?.body ?? '', /^Ignored by `?wanda/);

  await push({ 'README.md': '# Shop\n' });
  assert.match(told(), /^success [^]*the proxy ends it/);
  assert.deepEqual([stage.reviews().filter(({ viaApp }) => viaApp).length, stage.comments().length], [1, 2]);
  assert.deepEqual(github.violations, []);
});

for (const before of [60, 260])
  test(`a reason counts after ${before} other answers too`, async () => {
    const { stage, id, told, newest } = await setUp();
    for (let at = 0; at < before; at += 1) await github.reply(id, { author: 'rita', body: `I see, ${at}.` });
    await github.reply(id, { author: 'wanda', body: 'ignore: the proxy ends it' });
    await github.reply(id, { author: 'rita', body: 'Well.' });
    await stage.settle();
    assert.match(told(), /^success [^]*wanda[^]*the proxy ends it/);
    assert.equal(newest().status, 'completed');
    assert.deepEqual(github.violations, []);
  });

test('a thread that a person resolves is settled, and open again it counts again', async () => {
  const { stage, id, newest, told } = await setUp();
  await github.resolveThread(id, 'octocat');
  await stage.settle();
  assert.match(told(), /^success [^]*octocat/);
  await github.unresolveThread(id, 'octocat');
  await stage.settle();
  assert.equal(newest().conclusion, 'failure');
  assert.equal(stage.comments().length, 1);
});

test('a command settles a check on the pull request, and a slip in its name settles nothing', async () => {
  const { stage, newest, told, say } = await setUp();
  await say('wanda', `/cv ignore ${TIMEOUT}s -- the proxy ends it`);
  assert.match(told(), new RegExp(`^failure [^]*${TIMEOUT}s`));
  await say('wanda', `Fine with me:\n/cv ignore ${TIMEOUT} -- the proxy ends it`);
  assert.match(told(), /^success [^]*the proxy ends it/);
  assert.equal(newest().sha, stage.checkRuns()[0]?.sha);
});

test('what nobody can dismiss counts all the same', async () => {
  const { told, say } = await setUp({ ...BASE, [CONFIG]: 'fail_on: warning\nnot_dismissible: [ch06]\n' });
  await say('wanda', `/cv ignore ${TIMEOUT} -- the proxy ends it`);
  assert.match(told(), /^failure /);
});

test('the author of the pull request has a check explained without write access', async () => {
  const { told, say } = await setUp();
  await say('octocat', `/cv explain ${TIMEOUT}`);
  assert.match(told(), /^failure [^]*### Answers[^]*octocat/);
});

test('a pause keeps comments back and nothing else: the check fails as ever, and says who paused them', async () => {
  const { stage, pull, id, newest, told, say, push } = await setUp();
  await github.reply(id, { author: 'octocat', body: 'Is five seconds enough?' });
  await say('wanda', '/cv pause');
  const said = stage.comments().map(({ body }) => body);
  assert.match(told(), /^failure [^]*Comments are paused by `wanda`: a comment `\/cv resume` goes on/);

  const bad = WITHOUT_TIMEOUT['src/shop/rates.py'];
  await push({ 'src/shop/more.py': bad });
  assert.match(told(), /^failure [^]*Comments are paused by `wanda`[^]*### Findings[^]*src\/shop\/more\.py/);
  assert.ok(newest().annotations.some(({ path }) => path === 'src/shop/more.py'));

  // A finding that is mended leaves its comment as it is for now.
  const mended = await push({ 'src/shop/rates.py': bad.replace('.get(url)', '.get(url, timeout=5)') });
  assert.match(told(), /^failure /);
  assert.doesNotMatch(newest().summary ?? '', /src\/shop\/rates\.py|Settled since/);
  assert.deepEqual(
    stage.comments().map(({ body }) => body),
    said,
  );

  await say('wanda', '/cv resume');
  assert.doesNotMatch(told(), /paused by/);
  assert.match(told(), /^failure [^]*Settled since the last review: 1 fixed/);
  assert.ok(stage.comments().some(({ thread }) => thread.path === 'src/shop/more.py'));
  assert.match(stage.comments()[0]?.body ?? '', new RegExp(`^Fixed in ${mended.slice(0, 7)}`));
  assert.equal(stage.comments()[0]?.pull.number, pull.number);
  assert.deepEqual(github.violations, []);
});

test('a pause lets nothing past that nobody can dismiss, and a mended change past it', async () => {
  const { told, say, push } = await setUp({ ...BASE, [CONFIG]: 'fail_on: warning\nnot_dismissible: [ch06]\n' });
  await say('wanda', `/cv pause\n/cv ignore ${TIMEOUT} -- so`);
  assert.match(told(), /^failure [^]*cannot be ignored here/);
  await push({
    'src/shop/rates.py': WITHOUT_TIMEOUT['src/shop/rates.py'].replace('.get(url)', '.get(url, timeout=5)'),
  });
  assert.match(told(), /^success [^]*Comments are paused/);
});

test('a look that somebody asks for brings the comments once, and the next push none', async () => {
  const { stage, told, say, push } = await setUp();
  await say('wanda', '/cv pause');
  await push({ 'src/shop/more.py': WITHOUT_TIMEOUT['src/shop/rates.py'] });
  assert.equal(stage.comments().length, 1);
  await say('wanda', `/cv explain ${TIMEOUT}`);
  assert.match(told(), /^failure [^]*### Answers/);
  assert.equal(stage.comments().length, 1);

  await say('octocat', '/cv recheck');
  const said = stage.comments().length;
  assert.ok(said > 1);
  assert.doesNotMatch(told(), /Comments are paused/);
  await push({ 'src/shop/third.py': WITHOUT_TIMEOUT['src/shop/rates.py'] });
  assert.match(told(), /^failure [^]*Comments are paused/);
  assert.equal(stage.comments().length, said);
  assert.deepEqual(github.violations, []);
});

test('a look that was asked for while comments are paused is not lost to a push that comes during it', async () => {
  const { stage, pull, say } = await setUp();
  await say('wanda', '/cv pause');
  const held = Promise.withResolvers<void>();
  const before = github.requests.length;
  const compares = () =>
    github.requests.slice(before).filter(({ operation }) => operation === 'repos/compare-commits-with-basehead').length;
  github.failNext({ match: 'repos/compare-commits-with-basehead', until: held.promise });
  await github.comment({ pull, author: 'octocat', body: '/cv recheck' });
  while (compares() === 0) await sleep(20);
  const head = await github.push({ pull, files: { 'src/shop/more.py': WITHOUT_TIMEOUT['src/shop/rates.py'] } });
  await stage.settle();
  held.resolve();
  assert.ok(stage.comments().some(({ thread }) => thread.path === 'src/shop/more.py'));
  assert.deepEqual(stage.endsAt(head).at(-1), 'completed failure');
  assert.ok(stage.checkRuns().every(({ status }) => status === 'completed'));
  assert.deepEqual(github.violations, []);
});

test('a reaction on the conversation is tried, and nobody minds that the App may not', async () => {
  const { stage, pull, say, reactions } = await setUp();
  const comment = await say('wanda', '/cv recheck');
  const tried = github.requests.filter(
    ({ operation, url }) => operation === 'reactions/create-for-issue-comment' && url.includes(`/${comment}/`),
  );
  assert.deepEqual([tried.map(({ status }) => status), reactions(comment)], [[403], []]);
  assert.deepEqual(stage.endsAt(pull.head), ['completed failure', 'completed failure']);
});

test('what people without the right say changes nothing, and nothing is said to it', async () => {
  const { stage, pull, id } = await setUp();
  const everything = `/cv pause\n/cv recheck\n/cv ignore ${TIMEOUT} -- so\n/cv explain ${TIMEOUT}\nignore: so`;
  const before = { runs: stage.checkRuns().length, body: stage.comments()[0]?.body, reviews: stage.reviews().length };
  for (const author of ['mallory', 'rita', 'helper[bot]']) {
    const comment = await github.comment({ pull, author, body: everything });
    const reply = await github.reply(id, { author, body: everything });
    await stage.settle();
    assert.deepEqual([reactionsOn(stage, comment), reactionsOn(stage, reply)], [[], []], author);
  }
  const people = stage.reviews().filter(({ viaApp }) => !viaApp).length;
  assert.deepEqual(
    { runs: stage.checkRuns().length, body: stage.comments()[0]?.body, reviews: stage.reviews().length - people },
    before,
  );
  assert.equal(stage.checkRuns()[0]?.conclusion, 'failure');
  assert.deepEqual(github.violations, []);
});

test('in a pull request that is left out, a command makes no second check run', async () => {
  const stage = await scene.openRepository({ ...BASE, [CONFIG]: 'labels: { wip: skip }\n' });
  const pull = await stage.openPull(WITHOUT_TIMEOUT, { labels: ['wip'] });
  await github.comment({ pull, author: 'octocat', body: '/cv recheck' });
  await stage.settle();
  assert.deepEqual(stage.endsAt(pull.head), ['completed neutral']);
});
