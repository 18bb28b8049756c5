import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { parsePatch } from '../../demo/github/patch-lines.ts';
import { placeComment } from '../../demo/github/anchors.ts';
import { installationClient, startDemo } from './support.ts';
import type { Side } from '../../demo/github/patch-lines.ts';

/** A generator that always gives the same numbers: below `limit`, whole. */
function createDice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * limit);
  };
}

function edit(lines: readonly string[], roll: (limit: number) => number): string[] {
  const edited = [...lines];
  for (let count = 1 + roll(4); count > 0; count -= 1) {
    const at = roll(edited.length + 1);
    const kind = roll(3);
    if (kind === 0) edited.splice(at, 0, `added ${roll(1000)}`);
    else if (kind === 1) edited.splice(at, 1 + roll(3));
    else edited.splice(at, 1, `changed ${roll(1000)}`);
  }
  return edited;
}

/** Lines of each side inside the hunks, read from the headers of git's own diff. */
function linesInHunks(diff: string): Record<Side, Set<number>> {
  const inside = { LEFT: new Set<number>(), RIGHT: new Set<number>() };
  for (const [, left = '0', lefts = '1', right = '0', rights = '1'] of diff.matchAll(
    /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm,
  )) {
    for (let index = 0; index < Number(lefts); index += 1) inside.LEFT.add(Number(left) + index);
    for (let index = 0; index < Number(rights); index += 1) inside.RIGHT.add(Number(right) + index);
  }
  return inside;
}

test('a comment can stand on every line inside the hunks of git and on no other', async () => {
  const demo = await startDemo();
  const roll = createDice(7);
  const base = Array.from({ length: 40 }, (_each, index) => `line ${index}`);
  await demo.createRepository({ owner: 'city', name: 'loans', base: { 'a.py': `${base.join('\n')}\n` } });
  let tried = 0;
  for (let round = 0; round < 12; round += 1) {
    const after = edit(base, roll);
    const text = after.join('\n') + (roll(3) === 0 ? '' : '\n');
    const opened = await demo.openPull({
      owner: 'city',
      repo: 'loans',
      title: `Round ${round}`,
      files: { 'a.py': text },
    });
    const pull = demo.world.repository('city', 'loans')?.pulls.get(opened.number);
    assert.ok(pull);
    const diff = await demo.world.pullDiff(pull);
    const args = ['diff', '-U3', opened.base, opened.head, '--', 'a.py'];
    const inside = linesInHunks(execFileSync('git', args, { cwd: pull.repository.store.folder, encoding: 'utf8' }));
    for (const side of ['LEFT', 'RIGHT'] as const) {
      for (let line = 1; line <= 50; line += 1) {
        const placed = placeComment(demo.world, diff, {
          path: 'a.py',
          line,
          side,
          startLine: undefined,
          startSide: undefined,
          position: undefined,
        });
        assert.equal(placed.problem === undefined, inside[side].has(line), `round ${round} ${side} ${line}`);
        tried += 1;
      }
    }
  }
  assert.equal(tried, 1200);
});

test('the patch that is served is the one that git makes', async () => {
  const demo = await startDemo();
  const text = Array.from({ length: 30 }, (_each, index) => `line ${index}\n`).join('');
  await demo.createRepository({ owner: 'city', name: 'loans', base: { 'a.py': text } });
  const pull = await demo.openPull({
    owner: 'city',
    repo: 'loans',
    title: 'T',
    files: { 'a.py': `${text.replace('line 4\n', 'four\r\nand\u2028more\n')}end` },
  });
  const client = await installationClient(demo);
  const { data } = await client.rest.pulls.listFiles({ owner: 'city', repo: 'loans', pull_number: 1 });
  const folder = demo.world.repository('city', 'loans')?.store.folder ?? '';
  const whole = execFileSync('git', ['diff', '-U3', pull.base, pull.head], { cwd: folder, encoding: 'utf8' });
  assert.equal(data[0]?.patch, whole.slice(whole.indexOf('@@')).replace(/\n$/, ''));
  assert.match(data[0]?.patch ?? '', /\\ No newline at end of file$/);
  const lines = parsePatch(data[0]?.patch ?? '').flatMap((hunk) => hunk.lines);
  assert.equal(lines.filter((line) => line.kind === 'added').length, data[0]?.additions);
  assert.equal(lines.filter((line) => line.kind === 'removed').length, data[0]?.deletions);
});
