import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding, Span } from '../../src/core/flow.ts';
import { anchorOf } from '../../src/publish/anchor.ts';
import { readMarker } from '../../src/publish/marker.ts';
import { planActions } from '../../src/publish/plan.ts';
import { finding, findings, lengthInfo, reportOf, secretInfo } from '../docs/book.ts';
import { hostile } from '../docs/hostile.ts';
import { fileOf, key, planInput, postedOf, pull, reviewOf, runOf } from './plan-input.ts';

function span(line: number, endLine: number, endCol = 5): Span {
  return { line, col: 1, endLine, endCol };
}

function printsIn(bodies: readonly { readonly body: string }[]): string[] {
  return bodies.flatMap(({ body }) => readMarker(body, key, pull)?.fingerprints ?? []);
}

function printsOf(found: readonly Finding[]): string[] {
  return found.map(({ fingerprint }) => fingerprint);
}

describe('the place of a comment', () => {
  const file = fileOf('a.py', [
    [10, 20],
    [40, 40],
  ]);
  const cases: readonly (readonly [string, Span, ReturnType<typeof anchorOf>])[] = [
    ['a line of a hunk', span(10, 10), { start: 10, end: 10 }],
    ['the last line of a hunk', span(20, 20), { start: 20, end: 20 }],
    ['several lines of a hunk', span(11, 13), { start: 11, end: 13 }],
    ['lines whose end is the beginning of the next', span(19, 21, 1), { start: 19, end: 20 }],
    ['the first line, where the rest leaves the hunk', span(20, 21), { start: 20, end: 20 }],
    ['the first line, where the rest is in another hunk', span(18, 40), { start: 18, end: 18 }],
    ['a hunk of one line', span(40, 40), { start: 40, end: 40 }],
    ['nowhere above the hunks', span(9, 9), undefined],
    ['nowhere between them', span(21, 21), undefined],
    ['nowhere if only the end is in a hunk', span(9, 12), undefined],
  ];
  for (const [title, at, anchor] of cases)
    it(`is ${title}`, () => assert.deepEqual(anchorOf(file, finding({ span: at })), anchor));

  it('is nowhere in files that the change leaves alone or removes', () => {
    assert.equal(anchorOf(undefined, finding()), undefined);
    const removed = {
      path: 'a.py',
      status: 'removed',
      hunks: [{ oldStart: 1, oldLines: 9, newStart: 0, newLines: 0, added: [], removed: [{ start: 1, end: 9 }] }],
    } as const;
    assert.equal(anchorOf(removed, finding({ span: span(1, 1) })), undefined);
  });

  it('is nowhere in a diff that GitHub does not show', () => {
    assert.equal(anchorOf(fileOf('a.py', [[1, 10_000]]), finding()), undefined);
    assert.notEqual(anchorOf(fileOf('a.py', [[1, 9_999]]), finding()), undefined);
  });
});

describe('the plan', () => {
  it('concludes the check run and posts nothing where there is nothing to say', () => {
    const actions = planActions(planInput([]));
    assert.equal(actions.length, 1);
    assert.equal(runOf(actions).conclusion, 'success');
  });

  it('posts one review and then concludes, each finding in one place', () => {
    const inside = finding({ line: 12 });
    const outside = finding({ line: 99 });
    const elsewhere = finding({ path: 'src/other.py' });
    const actions = planActions(planInput([inside, outside, elsewhere]));
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      ['post-review', 'conclude-check-run'],
    );
    const review = reviewOf(actions);
    assert.equal(review?.commit, 'a'.repeat(40));
    assert.equal(review?.body, '1 thing to look at in what this change brings in. 2 more are in the check run.');
    assert.deepEqual(
      review?.comments.map(({ path, line, startLine }) => [path, line, startLine]),
      [['src/shop/orders.py', 12, undefined]],
    );
    assert.deepEqual(
      runOf(actions).annotations.map(({ path, startLine }) => [path, startLine]),
      [
        ['src/other.py', 2],
        ['src/shop/orders.py', 99],
      ],
    );
  });

  it('never sends a start line that is the line', () => {
    const comments = reviewOf(
      planActions(planInput([finding({ span: span(3, 3) }), finding({ span: span(5, 8) })])),
    )?.comments;
    assert.deepEqual(
      comments?.map((comment) => ['startLine' in comment, comment.startLine, comment.line]),
      [
        [false, undefined, 3],
        [true, 5, 8],
      ],
    );
  });

  it('says nothing twice: neither as comment nor as annotation', () => {
    const found = [finding({ line: 3 }), finding({ line: 99 }), finding({ line: 5 })];
    const posted = postedOf(printsOf(found.slice(0, 2)));
    const actions = planActions(planInput(found, { posted }));
    assert.deepEqual(printsIn(reviewOf(actions)?.comments ?? []), printsOf(found.slice(2)));
    assert.deepEqual(runOf(actions).annotations, []);
    assert.equal((runOf(actions).summary.match(/^- /gm) ?? []).length, 3);
  });

  it('gives the comments to the worst findings, the rest become annotations', () => {
    const files = [fileOf('a.py', [[1, 40]]), fileOf('b.py', [[1, 40]])];
    const notice = finding({ severity: 'notice', path: 'a.py', line: 1 });
    const error = finding({ severity: 'error', path: 'b.py', line: 9 });
    const warning = finding({ severity: 'warning', path: 'b.py', line: 3 });
    const actions = planActions(planInput([notice, warning, error], { files, maxComments: 2 }));
    assert.deepEqual(printsIn(reviewOf(actions)?.comments ?? []), printsOf([warning, error]));
    assert.deepEqual(
      runOf(actions).annotations.map(({ level }) => level),
      ['notice'],
    );
  });

  it('posts no review with a budget of none', () => {
    const actions = planActions(planInput([finding()], { maxComments: 0 }));
    assert.equal(reviewOf(actions), undefined);
    assert.equal(runOf(actions).annotations.length, 1);
  });

  it('does not bring up on a second run what the first had no room for', () => {
    const found = findings(9, (index) => ({ line: 1 + index, check: `ch09/check-${index}` }));
    const first = planActions(planInput(found, { maxComments: 4 }));
    const fingerprints = printsIn(reviewOf(first)?.comments ?? []);
    assert.equal(fingerprints.length, 4);
    const second = planActions(planInput(found, { maxComments: 4, posted: postedOf(fingerprints) }));
    assert.equal(reviewOf(second), undefined);
    assert.deepEqual(runOf(second).annotations, runOf(first).annotations);
  });

  it('makes one comment of six findings of a check in a file, on the first that has a place', () => {
    const found = findings(6, (index) => ({ path: 'a.py', line: [2, 11, 12, 13, 30, 31][index] ?? 0 }));
    const actions = planActions(planInput(found, { files: [fileOf('a.py', [[10, 20]])] }));
    const comments = reviewOf(actions)?.comments ?? [];
    assert.deepEqual(
      comments.map(({ line }) => line),
      [11],
    );
    assert.match(comments[0]?.body ?? '', /The same goes for lines 2, 12–13 and 30–31\./);
    assert.deepEqual(printsIn(comments).toSorted(), printsOf(found).toSorted());
    assert.deepEqual(runOf(actions).annotations, []);
    assert.match(reviewOf(actions)?.body ?? '', /^6 things to look at in what this change brings in\.$/);
  });

  it('makes five comments of five', () => {
    const actions = planActions(planInput(findings(5, (index) => ({ line: 1 + index }))));
    assert.equal(reviewOf(actions)?.comments.length, 5);
  });

  it('speaks only of the new ones where a comment already stands for many', () => {
    const found = findings(8, (index) => ({ line: 1 + index }));
    const posted = postedOf(printsOf(found.slice(0, 6)));
    const comments = reviewOf(planActions(planInput(found, { posted })))?.comments ?? [];
    assert.deepEqual(
      comments.map(({ line }) => line),
      [7],
    );
    assert.deepEqual(printsIn(comments), printsOf(found.slice(6)));
  });

  it('is the same for the same input', () => {
    const found = findings(12, (index) => ({ line: 40 - index, severity: index % 2 === 0 ? 'error' : 'notice' }));
    assert.deepEqual(planActions(planInput(found)), planActions(planInput(found.toReversed())));
  });
});

describe('suggestions of a review', () => {
  const text = Array.from({ length: 40 }, (_, index) => `line${index + 1}\n`).join('');
  const files = [fileOf('src/shop/orders.py', [[1, 40]], text)];
  const fixable = (line: number, parts: Partial<Finding> = {}): Finding =>
    finding({
      check: `ch09/check-${line}`,
      span: span(line, line),
      fix: { title: 'Write mend', safe: true, edits: [{ span: span(line, line), text: 'mend' }] },
      ...parts,
    });
  const suggested = (found: readonly Finding[]): readonly number[] =>
    (reviewOf(planActions(planInput(found, { files })))?.comments ?? []).flatMap(({ line, body }) =>
      body.includes('```suggestion\n') ? [line] : [],
    );

  it('rewrite whole lines', () => {
    const [comment] = reviewOf(planActions(planInput([fixable(3)], { files })))?.comments ?? [];
    assert.match(comment?.body ?? '', /\n\n```suggestion\nmend3\n```\n\n/);
  });

  it('stand a line apart; the later of two neighbours is told in words', () => {
    assert.deepEqual(suggested([fixable(3), fixable(4), fixable(5), fixable(6), fixable(8)]), [3, 5, 8]);
    const comments = reviewOf(planActions(planInput([fixable(3), fixable(4)], { files })))?.comments ?? [];
    assert.match(comments[1]?.body ?? '', /\n\nTo mend it: Write mend\.\n\n/);
  });

  it('keep apart from what the whole range before them rewrites', () => {
    const wide = fixable(3, {
      span: span(3, 6),
      fix: { title: 'x', safe: true, edits: [{ span: span(3, 3), text: 'mend' }] },
    });
    assert.deepEqual(suggested([wide, fixable(7), fixable(8)]), [6, 8]);
  });

  it('may stand on the same line in another file', () => {
    const both = [...files, fileOf('b.py', [[1, 40]], text)];
    const actions = planActions(planInput([fixable(3), fixable(3, { path: 'b.py' })], { files: both }));
    assert.equal(reviewOf(actions)?.comments.filter(({ body }) => body.includes('suggestion')).length, 2);
  });

  it('are made of safe fixes only, and never for a secret', () => {
    assert.deepEqual(
      suggested([fixable(3, { fix: { title: 'x', safe: false, edits: [{ span: span(3, 3), text: 'mend' }] } })]),
      [],
    );
    assert.deepEqual(suggested([fixable(3, { check: secretInfo.id })]), []);
    assert.deepEqual(suggested([fixable(3, { check: lengthInfo.id })]), [3]);
  });

  it('are left out where a multi-line finding had to move to its first line', () => {
    const cut = fixable(39, {
      span: span(39, 41),
      fix: { title: 'x', safe: true, edits: [{ span: span(40, 40), text: 'mend' }] },
    });
    assert.deepEqual(suggested([cut]), []);
  });
});

describe('1,000 random reports', () => {
  const random = hostile(42);
  const SEVERITIES = ['error', 'warning', 'notice'] as const;

  it('ask GitHub for nothing that it refuses, and say each new finding in exactly one place', () => {
    for (let round = 0; round < 1000; round += 1) {
      const paths = ['a.py', 'b.py', 'c.py'];
      const files = paths.slice(0, 2).map((path) => {
        const start = 1 + random.below(30);
        const next = start + 10 + random.below(10);
        return fileOf(path, [
          [start, start + random.below(8)],
          [next, next + random.below(8)],
        ]);
      });
      const found = findings(random.below(25), () => {
        const line = 1 + random.below(60);
        const endLine = line + random.below(3) * random.below(8);
        return {
          check: `ch0${1 + random.below(2)}/x`,
          path: paths[random.below(3)] ?? '',
          severity: SEVERITIES[random.below(3)] ?? 'error',
          span: { line, col: 1 + random.below(9), endLine, endCol: 1 + random.below(20) },
        };
      });
      const posted = postedOf(printsOf(found).filter(() => random.below(4) === 0));
      const actions = planActions(
        planInput(found, { files, posted, maxComments: random.below(12), report: reportOf({ findings: found }) }),
      );
      const review = reviewOf(actions);
      const run = runOf(actions);
      for (const { path, line, startLine } of review?.comments ?? []) {
        const hunk = files
          .find((file) => file.path === path)
          ?.hunks.find(({ newStart, newLines }) => newStart <= line && line < newStart + newLines);
        assert.ok(hunk, `${path}:${line} is in no hunk`);
        if (startLine !== undefined)
          assert.ok(hunk.newStart <= startLine && startLine < line, `${startLine} to ${line}`);
      }
      for (const { startLine, endLine, startColumn, endColumn } of run.annotations) {
        assert.ok(startLine >= 1 && endLine >= startLine);
        assert.equal(startColumn === undefined, endColumn === undefined);
        if (startColumn !== undefined && endColumn !== undefined)
          assert.ok(startLine === endLine && startColumn >= 1 && endColumn >= startColumn);
      }
      const said = printsIn(review?.comments ?? []);
      const fresh = printsOf(found).filter((print) => !posted.fingerprints.has(print));
      assert.equal(new Set(said).size, said.length);
      assert.ok(said.every((print) => fresh.includes(print)));
      assert.equal(said.length + run.annotations.length, fresh.length);
      if (review) assert.ok(review.comments.length > 0);
    }
  });
});
