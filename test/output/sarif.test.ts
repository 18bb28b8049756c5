import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Report } from '../../src/core/flow.ts';
import { renderSarif } from '../../src/output/sarif.ts';
import { sarifText, sarifUri } from '../../src/output/sarif-text.ts';
import { book, finding, findings, lengthInfo, loopInfo, reportOf, secretInfo } from '../docs/book.ts';
import { hostile } from '../docs/hostile.ts';
import { log } from './sarif-rules.ts';

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex?: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
      readonly region: Region;
    };
  }[];
  readonly partialFingerprints: object;
  readonly fixes?: readonly object[];
  readonly suppressions?: readonly { readonly justification: string }[];
  readonly properties?: object;
}

interface Notification {
  readonly message: { readonly text: string };
  readonly associatedRule?: { readonly id: string; readonly index: number };
}

interface Run {
  readonly tool: {
    readonly driver: { readonly rules: readonly { readonly id: string; readonly [key: string]: unknown }[] };
  };
  readonly results: readonly Result[];
  readonly originalUriBaseIds: object;
  readonly invocations: readonly { readonly toolExecutionNotifications: readonly Notification[] }[];
}

/** The one run of a log that keeps the standard's rules and whose indexes point where they say. */
function runOf(report: Report): Run {
  const value: unknown = JSON.parse(renderSarif({ ...book, report, version: '1.2.3' }));
  assert.deepEqual(log(value, 'log'), []);
  // The check above is what makes this true.
  const [run] = (value as { runs: readonly Run[] }).runs;
  assert.ok(run);
  const { rules } = run.tool.driver;
  assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  for (const { ruleId, ruleIndex, locations } of run.results) {
    if (ruleIndex !== undefined) assert.equal(rules[ruleIndex]?.id, ruleId);
    for (const { physicalLocation } of locations)
      assert.ok(Object.hasOwn(run.originalUriBaseIds, physicalLocation.artifactLocation.uriBaseId));
  }
  for (const { associatedRule } of notificationsOf(run))
    if (associatedRule) assert.equal(rules[associatedRule.index]?.id, associatedRule.id);
  return run;
}

function notificationsOf(run: Run): readonly Notification[] {
  return run.invocations.flatMap((invocation) => invocation.toolExecutionNotifications);
}

describe('the SARIF log', () => {
  it('describes every check, with its chapter as tags', () => {
    const { rules } = runOf(reportOf()).tool.driver;
    assert.deepEqual(
      rules.map(({ id }) => id),
      [lengthInfo.id, loopInfo.id, secretInfo.id],
    );
    assert.ok(rules[1]);
    const { help, ...loop } = rules[1];
    assert.deepEqual(loop, {
      id: 'ch09/event-loop-misuse',
      name: 'EventLoopMisuse',
      shortDescription: { text: '`asyncio.get_event_loop()` in a coroutine' },
      fullDescription: {
        text: 'In a coroutine a loop is already running. `get_running_loop()` gives just that one, and fails at once where there is none.',
      },
      helpUri: 'https://docs.example/checks/ch09/event-loop-misuse.md',
      defaultConfiguration: { level: 'warning' },
      properties: { tags: ['chapter-09', 'Advanced Concurrency'], 'problem.severity': 'warning' },
    });
    assert.match(JSON.stringify(help), /"markdown":"# `asyncio\.get_event_loop\(\)` in a coroutine\\n/);
    assert.deepEqual(rules[0]?.['deprecatedIds'], ['ch01/long-module']);
    assert.deepEqual(rules[0]?.['defaultConfiguration'], { level: 'note' });
  });

  it('gives a finding its rule, place, fingerprint, code and fix', () => {
    const span = { line: 2, col: 12, endLine: 3, endCol: 1 };
    const fix = { title: 'Mend', safe: true, edits: [{ span, text: 'mend\n' }] };
    const [result] = runOf(
      reportOf({
        findings: [finding({ path: 'src/a b/ä#1.py', span, code: 'X1', fix, fingerprint: '00000000000000aa' })],
      }),
    ).results;
    const artifactLocation = { uri: 'src/a%20b/%C3%A4%231.py', uriBaseId: '%SRCROOT%' };
    const region = { startLine: 2, startColumn: 12, endLine: 3, endColumn: 1 };
    assert.deepEqual(result, {
      ruleId: 'ch09/event-loop-misuse',
      ruleIndex: 1,
      level: 'warning',
      message: { text: 'A coroutine should ask for the loop that is already running.' },
      locations: [{ physicalLocation: { artifactLocation, region } }],
      partialFingerprints: { 'chapterAndVerse/v1': '00000000000000aa' },
      fixes: [
        {
          description: { text: 'Mend' },
          artifactChanges: [
            { artifactLocation, replacements: [{ deletedRegion: region, insertedContent: { text: 'mend\n' } }] },
          ],
        },
      ],
      properties: { code: 'X1' },
    });
  });

  it('marks what the code suppresses, and then says of every result whether it is', () => {
    const [plain, silenced] = [finding({ line: 1 }), finding({ line: 5 })];
    const { results } = runOf(
      reportOf({ findings: [plain], suppressed: [{ finding: silenced, reason: 'the loop is ours', line: 4 }] }),
    );
    assert.deepEqual(
      results.map(({ suppressions }) => suppressions?.map(({ justification }) => justification)),
      [[], ['the loop is ours']],
    );
    assert.ok(runOf(reportOf({ findings: [plain] })).results.every((result) => !('suppressions' in result)));
  });

  it('notes what was not inspected', () => {
    const skips = [
      { what: loopInfo.id, path: 'b.py', why: 'took longer than 2 s' },
      { what: 'file', path: 'a.py', why: 'larger than 1 MB' },
    ];
    assert.deepEqual(notificationsOf(runOf(reportOf({ skips }))), [
      {
        level: 'note',
        message: { text: 'Not inspected: larger than 1 MB' },
        locations: [{ physicalLocation: { artifactLocation: { uri: 'a.py', uriBaseId: '%SRCROOT%' } } }],
      },
      {
        level: 'note',
        message: { text: 'Not inspected (ch09/event-loop-misuse): took longer than 2 s' },
        associatedRule: { id: 'ch09/event-loop-misuse', index: 1 },
        locations: [{ physicalLocation: { artifactLocation: { uri: 'b.py', uriBaseId: '%SRCROOT%' } } }],
      },
    ]);
  });

  it('has findings of a check that it does not know, without an index', () => {
    const [result] = runOf(reportOf({ findings: [finding({ check: 'ch99/unknown' })] })).results;
    assert.ok(result && !('ruleIndex' in result));
  });

  it('has 25,000 results at most, the worst ones, by place, and says how many are left out', () => {
    const many = [
      ...findings(25_010, (index) => ({ severity: 'notice', line: 1 + index })),
      finding({ severity: 'error', path: 'z.py' }),
    ];
    const run = runOf(reportOf({ findings: many }));
    assert.equal(run.results.length, 25_000);
    assert.equal(run.results.at(-1)?.level, 'error');
    assert.deepEqual(
      notificationsOf(run).map(({ message }) => message.text),
      ['11 more findings are left out: a run has 25,000 at most.'],
    );
  });

  it('is the same text whatever the order of its input', () => {
    const [a, b] = [finding({ line: 1 }), finding({ line: 9 })];
    const render = (report: Report): string => renderSarif({ ...book, report, version: '1.2.3' });
    assert.equal(render(reportOf({ findings: [a, b] })), render(reportOf({ findings: [b, a] })));
  });

  it('keeps the rules for 500 hostile repositories', () => {
    const random = hostile(6);
    for (let round = 0; round < 500; round += 1) {
      const fix = {
        title: random.text(),
        safe: true,
        edits: [{ span: { line: 1, col: 1, endLine: 1, endCol: 1 }, text: random.text() }],
      };
      const found = [finding({ path: random.text(), message: random.text(), code: random.text(), fix })];
      runOf(
        reportOf({
          findings: found,
          suppressed: [{ finding: finding({ path: random.text() }), reason: random.text(), line: 1 }],
        }),
      );
    }
  });
});

describe('texts in SARIF', () => {
  it('hold no link and no placeholder', () => {
    assert.equal(sarifText('See [here](https://evil.example).').text, 'See \\[here\\](https://evil.example).');
    assert.equal(sarifText('`a[0]` and `{x}`').text, '`a[0]` and `{x}`');
    assert.equal(sarifText("`'{0}'.format(x)`").text, "`'{{0}}'.format(x)`");
  });

  it('name any path', () => {
    assert.equal(sarifUri('a:b/c d%.py'), 'a%3Ab/c%20d%25.py');
    assert.equal(sarifUri('\uD800.py'), '%EF%BF%BD.py');
  });
});
