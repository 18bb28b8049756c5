import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_PROJECT } from '../../src/core/project.ts';
import { proveFixes } from '../../src/review/prove.ts';
import type { Analyser, FileFinding, FileResult, FileTask } from '../../src/review/task.ts';

/**
 * A small language. `drop` is a finding whose line may go, `a -> b` one whose line may become b,
 * `stay` one whose line may be written anew. A text does not parse without a
 * line, and `use x` is a finding that nothing mends where no line says `have x`.
 */
function analyse(text: string): FileResult {
  const lines = text.split('\n').slice(0, -1);
  const findings = lines.flatMap((line, at): readonly FileFinding[] => {
    const span = { line: at + 1, col: 1, endLine: at + 1, endCol: line.length + 1 };
    const name = line.split(' ')[1] ?? '';
    const kept = {
      check: 'ch03/x',
      severity: 'warning',
      path: 'a.txt',
      span,
      message: 'x',
      fingerprint: line,
      key: line,
    } as const;
    const then = line === 'stay' ? line : line.split(' -> ')[1];
    if (line === 'drop')
      return [
        {
          ...kept,
          fix: { title: 'x', safe: true, edits: [{ span: { ...span, endLine: at + 2, endCol: 1 }, text: '' }] },
        },
      ];
    if (then !== undefined) return [{ ...kept, fix: { title: 'x', safe: true, edits: [{ span, text: then }] } }];
    return line.startsWith('use ') && !lines.includes(`have ${name}`) ? [kept] : [];
  });
  return { findings, facts: {}, comments: [], noqa: [], skips: [], parses: lines.some((line) => line !== '') };
}

let asked = 0;
const analyser: Analyser = {
  analyse: async (task) => {
    asked += 1;
    return analyse(task.text);
  },
  close: async () => {},
};

async function proven(text: string): Promise<readonly number[]> {
  const task: FileTask = {
    path: 'a.txt',
    lineage: 'a.txt',
    text,
    classes: [],
    project: NO_PROJECT,
    checks: [],
    collect: [],
    without: [],
  };
  const now = analyse(text);
  const kept = await proveFixes(task, now, now.findings, analyser);
  return [...kept].map(({ span }) => span.line).sort((a, b) => a - b);
}

describe('fixes that are offered', () => {
  it('are those that hold alone and all at once', async () => {
    assert.deepEqual(await proven('a -> b\n\nc -> d\n\ndrop\n'), [1, 3, 5]);
  });

  it('leave out the one that breaks what is left with the others applied', async () => {
    assert.deepEqual(await proven('drop\n\n\ndrop\n'), [1]);
  });

  it('leave out the one that needs another to be applied, too', async () => {
    assert.deepEqual(await proven('a -> have x\n\nb -> use x\n\nc -> d\n'), [1, 5]);
  });

  it('leave out the one that brings up something new or changes nothing', async () => {
    assert.deepEqual(await proven('a -> use x\n\nstay\n\nc -> d\n'), [5]);
  });

  it('are the first of those on touching lines', async () => {
    assert.deepEqual(await proven('a -> b\nc -> d\ne -> f\n'), [1, 3]);
  });

  it('take one look for one fix', async () => {
    asked = 0;
    await proven('a -> b\nx\n');
    assert.equal(asked, 1);
  });
});
