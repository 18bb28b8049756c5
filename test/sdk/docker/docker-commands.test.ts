import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellCommandsOf } from '../../../src/sdk/docker/docker-commands.ts';
import { dockerFile } from '../../support/parsed-files.ts';

function read(instruction: string): readonly string[] {
  const last = dockerFile(`FROM x\n${instruction}\n`).stages[0]?.instructions.at(-1);
  assert.ok(last);
  return shellCommandsOf(last).map(({ name, args, assignments }) => [...assignments, name, ...args].join('|'));
}

test('commands are told apart whatever joins them, and quotes are taken off', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    [
      'RUN apt-get update && apt-get install -y gcc; rm -rf /x || true',
      ['apt-get|update', 'apt-get|install|-y|gcc', 'rm|-rf|/x', 'true'],
    ],
    ['RUN curl -sSL x | python3 - --version 2', ['curl|-sSL|x', 'python3|-|--version|2']],
    ["RUN pip install \"flask>=3; python_version<'4'\" 'a b'", ["pip|install|flask>=3; python_version<'4'|a b"]],
    ['RUN A=1 B="x y" exec /usr/bin/pip install .', ['A=1|B=x y|pip|install|.']],
    ['RUN echo a\\ b 2>&1 >/dev/null # why && not', ['echo|a b|2>&1|>/dev/null']],
    ['RUN pip install \\\n  # comment\n  flask', ['pip|install|flask']],
    ['CMD ["python", "-m", "a; b"]', ['python|-m|a; b']],
    ['CMD ["sh", "-c", "exec gunicorn app:app"]', ['gunicorn|app:app']],
    ['CMD ["/bin/bash", "-lc", "a && b"]', ['a', 'b']],
    ['RUN <<EOF\nuseradd app\npip install x\nEOF', ['useradd|app', 'pip|install|x']],
    ['COPY <<EOF /start\nexec gosu app\nEOF', ['<<EOF|/start']],
  ];
  for (const [instruction, commands] of table) assert.deepEqual(read(instruction), commands, instruction);
});
