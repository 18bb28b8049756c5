import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderGithub } from '../../src/output/github.ts';
import { book, finding, reportOf } from '../docs/book.ts';
import { hostile } from '../docs/hostile.ts';

function render(...found: Parameters<typeof finding>[0][]): string {
  return renderGithub({ ...book, report: reportOf({ findings: found.map(finding) }), version: '1.2.3' });
}

/** As the runner reads a command. */
function parse(line: string): { command: string; properties: Record<string, string>; data: string } {
  const [, command = '', list = '', data = ''] = /^::(\w+) (.*?)::(.*)$/s.exec(line) ?? [];
  const unescape = (text: string): string =>
    text
      .replaceAll('%2C', ',')
      .replaceAll('%3A', ':')
      .replaceAll('%0A', '\n')
      .replaceAll('%0D', '\r')
      .replaceAll('%25', '%');
  const properties = list
    .split(',')
    .map((each) => [each.slice(0, each.indexOf('=')), unescape(each.slice(each.indexOf('=') + 1))]);
  return { command, properties: Object.fromEntries(properties), data };
}

describe('workflow commands', () => {
  it('have place, check and message, chapter and verse; the worst comes first, for Actions shows ten', () => {
    assert.equal(
      render(
        { line: 3 },
        {
          severity: 'error',
          path: 'a.py',
          span: { line: 1, col: 1, endLine: 3, endCol: 1 },
          check: 'ch99/x',
          message: '100% sure.',
        },
      ),
      `::error file=a.py,line=1,endLine=2,title=ch99/x::100%25 sure.
::warning file=src/shop/orders.py,line=3,endLine=3,col=12,endColumn=35,title=ch09/event-loop-misuse::A coroutine should ask for the loop that is already running. (Chapter 9, Advanced Concurrency: Structured async)
`,
    );
  });

  it('are none where there is nothing to say', () => assert.equal(render(), ''));

  it('carry any path and message, one line each', () => {
    const random = hostile(3);
    for (let round = 0; round < 2000; round += 1) {
      const path = random.text();
      const lines = render({ path, message: random.text() }).split('\n');
      assert.equal(lines.length, 2, JSON.stringify(lines));
      const { command, properties } = parse(lines[0] ?? '');
      assert.equal(command, 'warning');
      assert.deepEqual(properties, {
        file: path,
        line: '2',
        endLine: '2',
        col: '12',
        endColumn: '35',
        title: 'ch09/event-loop-misuse',
      });
    }
  });
});
