import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DockerFile, DockerInstruction } from '../../src/core/facts.ts';
import { textAt } from '../../src/core/span.ts';
import { parseDockerfile } from '../../src/engines/dockerfile.ts';
import { sourceFile } from '../support/source-file.ts';

function parsed(text: string): DockerFile {
  const result = parseDockerfile(sourceFile(text, 'Dockerfile'));
  assert.ok(result.ok, result.ok ? '' : result.message);
  return result.value;
}

/** The only instruction after the first FROM, or the last. */
function last(file: DockerFile): DockerInstruction {
  const instruction = file.stages.at(-1)?.instructions.at(-1);
  assert.ok(instruction);
  return instruction;
}

describe('an instruction', () => {
  test('has its flags apart, its lines joined and comments within left out', () => {
    const text =
      'FROM x\nrun --mount=type=cache,target=/c \\\n  # why\n  --network=none \\\n\n  # then\n  pip \\\n\n  # more\n  install \\\n  x\n';
    const run = last(parsed(text));
    assert.equal(run.keyword, 'RUN');
    assert.deepEqual(run.flags, [
      { name: 'mount', value: 'type=cache,target=/c' },
      { name: 'network', value: 'none' },
    ]);
    assert.equal(run.args.replace(/\s+/g, ' '), 'pip install x');
    assert.deepEqual(run.span, { line: 2, col: 1, endLine: 11, endCol: 4 });
    assert.ok(textAt(text, run.argsSpan).startsWith('pip \\'));
  });

  test('has its JSON form read as JSON, and no other', () => {
    const table: readonly (readonly [string, readonly string[] | undefined])[] = [
      ['["a", "b\\"c", "d\\u0041"]', ['a', 'b"c', 'dA']],
      ['[ "a", \\\n "b" ]', ['a', 'b']],
      ['[]', []],
      ["['a']", undefined],
      ['["a" "b"]', undefined],
      ['["a"', undefined],
      ['["a", 1]', undefined],
      ['echo ["a"]', undefined],
    ];
    for (const [args, json] of table) assert.deepEqual(last(parsed(`FROM x\nCMD ${args}\n`)).json, json, args);
  });

  test('keeps its heredocs apart, and what is in them is no instruction', () => {
    const table: readonly (readonly [string, string, readonly string[]])[] = [
      ['RUN <<EOF\nUSER fake\nEOF\n', '<<EOF', ['USER fake']],
      ['RUN <<-"A" cat && <<B sh\none\n\tA\ntwo\nB\n', '<<-"A" cat && <<B sh', ['one', 'two']],
      ['COPY --chown=1 <<a.txt /x/\nhi\na.txt\n', '<<a.txt /x/', ['hi']],
      ['ADD <<EOF /x\nUSER fake\nEOF\n', '<<EOF /x', ['USER fake']],
      ['RUN <<EOF\nEOF\n', '<<EOF', ['']],
      ['RUN cat <<EOF > /a && echo \\\n  b\nbody\nEOF\n', 'cat <<EOF > /a && echo   b', ['body']],
      ['RUN echo $((1<<2)) <<<"x"\n', 'echo $((1<<2)) <<<"x"', []],
    ];
    for (const [text, args, heredocs] of table) {
      const [run, user, ...more] = parsed(`FROM x\n${text}USER real\n`).stages[0]?.instructions ?? [];
      assert.deepEqual([run?.args, run?.heredocs], [args, heredocs], text);
      assert.equal(run?.span.endLine, text.includes('\\\n') ? 3 : 2, text);
      assert.deepEqual([user?.keyword, user?.args, more.length], ['USER', 'real', 0], text);
    }
  });

  test('is read with CRLF, a byte order mark and a backtick for escapes', () => {
    const crlf = parsed('\uFEFFFROM x\r\nENV A=1 \\\r\n  B=2\r\nUSER $B\r\n');
    assert.equal(crlf.expand('$A$B', last(crlf)), '12');
    assert.deepEqual(last(crlf).span, { line: 4, col: 1, endLine: 4, endCol: 8 });
    const backtick = parsed('# escape=`\nFROM x\nCOPY a `\n  C:\\app\\\nUSER y\n');
    assert.deepEqual(
      backtick.stages[0]?.instructions.map(({ args }) => args),
      ['a   C:\\app\\', 'y'],
    );
    assert.deepEqual(backtick.comments, [{ text: 'escape=`', line: 1 }]);
  });
});

describe('stages', () => {
  test('are grouped by FROM, with names, parents and expanded images', () => {
    const file = parsed(
      [
        'ARG VERSION=3.12',
        `ARG BASE="python:\${VERSION}-slim"`,
        'ARG UNSET',
        `FROM --platform=$BUILDPLATFORM \${BASE} AS Builder`,
        'RUN a',
        'FROM builder AS test',
        `FROM \${UNSET}`,
        `FROM \${UNSET:-alpine}:3`,
        'FROM $NAME',
        'FROM python:3 as builder',
        'FROM BUILDER',
      ].join('\n'),
    );
    assert.deepEqual(
      file.stages.map(({ name, image, resolvedImage, parent, instructions }) => [
        name,
        image,
        resolvedImage,
        parent,
        instructions.length,
      ]),
      [
        ['builder', `\${BASE}`, 'python:3.12-slim', undefined, 1],
        ['test', 'builder', 'builder', 0, 0],
        [undefined, `\${UNSET}`, undefined, undefined, 0],
        [undefined, `\${UNSET:-alpine}:3`, 'alpine:3', undefined, 0],
        [undefined, '$NAME', undefined, undefined, 0],
        ['builder', 'python:3', 'python:3', undefined, 0],
        [undefined, 'BUILDER', 'BUILDER', 5, 0],
      ],
    );
    assert.deepEqual(
      file.globalArgs.map(({ args }) => args),
      ['VERSION=3.12', `BASE="python:\${VERSION}-slim"`, 'UNSET'],
    );
    assert.deepEqual(file.stages[0]?.from.flags, [{ name: 'platform', value: '$BUILDPLATFORM' }]);
  });
});

const EXPANSIONS: readonly (readonly [about: string, before: string, text: string, expected: string | undefined])[] = [
  ['ENV and ARG give their values', 'ENV A=1\nARG B=2', `$A-\${B}`, '1-2'],
  ['ENV wins over ARG, whichever comes last', 'ENV A=env\nARG A=arg', '$A', 'env'],
  ['a later ENV wins over an earlier one', 'ENV A=1\nENV A=2', '$A', '2'],
  ['values of one instruction see what was before it', 'ENV A=old\nENV A=new B=$A', '$B', 'old'],
  ['quotes are not part of a value', 'ENV A="x y" B=\'$A\' C=x\\ y', '$A|$B|$C', 'x y|$A|x y'],
  ['the old form of ENV has one variable', 'ENV A b c $D', '$A', undefined],
  ['the old form of ENV keeps spaces', 'ENV A b c', '$A', 'b c'],
  ['an ARG without a value is not known', 'ARG A', '$A', undefined],
  ['a stage takes a global ARG only when it declares it', 'ARG GLOBAL', '$GLOBAL', 'g'],
  ['a global ARG that the stage does not declare is not known', 'ENV X=1', '$GLOBAL', undefined],
  ['a stage may give a global ARG a value of its own', 'ARG GLOBAL=own', '$GLOBAL', 'own'],
  ['a name that nothing declares is not known', 'ENV A=1', '$A$NOPE', undefined],
  ['a default stands in for what is unset', 'ARG A', `\${A:-d} \${A-d}`, 'd d'],
  ['a default for empty needs the colon', 'ENV A=', `\${A:-d}|\${A-d}`, 'd|'],
  ['another value stands in for what is set', 'ENV A=1', `\${A:+o}|\${A+o}|\${N:+o}`, 'o|o|'],
  ['defaults may hold variables', 'ENV A=1', `\${N:-\${M:-<$A>}}`, '<1>'],
  ['a required value that is not there is not known', 'ARG A', `\${A:?must be set}`, undefined],
  ['patterns are not worked out', 'ENV A=abc', `\${A#a}`, undefined],
  ['an escaped dollar is a dollar', 'ENV A=1', `\\$A \\\${A} $A`, `$A \${A} 1`],
  ['single quotes keep a variable as it is', 'ENV A=1', '\'$A\' "$A"', '\'$A\' "1"'],
  ['what only a shell knows is not known', 'ENV A=1', 'echo $(date) $A', undefined],
  ['a lone dollar is a dollar', 'ENV A=1', 'a $ b$', 'a $ b$'],
  ['the platform is not known, even with a default', 'ARG TARGETARCH=amd64', `\${TARGETARCH:-arm64}`, undefined],
  ['proxies are not known', 'ENV A=1', `\${HTTP_PROXY:-none}`, undefined],
  ['a value made of an unknown one is not known, even with a default', 'ARG U\nENV A=$U', `\${A:-d}`, undefined],
  ['an unclosed brace is not known', 'ENV A=1', `\${A`, undefined],
];

describe('expand', () => {
  for (const [about, before, text, expected] of EXPANSIONS) {
    test(about, () => {
      const file = parsed(`ARG GLOBAL=g\nFROM x\n${before}\nRUN here\n`);
      assert.equal(file.expand(text, last(file)), expected);
    });
  }

  test('what stands below an instruction counts for nothing', () => {
    const file = parsed('FROM x\nENV A=1\nRUN here\nENV A=2\nFROM y\nRUN other\n');
    const [first, second] = file.stages;
    assert.equal(file.expand('$A', first?.instructions[1] ?? last(file)), '1');
    assert.equal(file.expand('$A', second?.instructions[0] ?? last(file)), undefined);
  });

  test('a stage inherits from the stages below it', () => {
    const file = parsed('FROM x AS a\nENV A=1 B=1\nARG C=arg\nFROM a AS b\nENV B=2\nFROM b\nRUN here\n');
    assert.equal(file.expand('$A$B$C', last(file)), '12arg');
  });

  test('a FROM and a global ARG see the global ARGs', () => {
    const file = parsed('ARG A=1\nARG B=$A\nFROM x\nENV A=2\n');
    const [, second] = file.globalArgs;
    assert.ok(second && file.stages[0]);
    assert.equal(file.expand(`$A\${B:-none}`, second), '1none');
    assert.equal(file.expand('$A$B', file.stages[0].from), '11');
  });

  test('values that double each other are given up', () => {
    const file = parsed(`FROM x\nENV A=aa\n${'ENV A=$A$A\n'.repeat(100)}RUN here\n`);
    assert.equal(file.expand('$A', last(file)), undefined);
  });
});

const BAD: readonly (readonly [string, string, number, RegExp])[] = [
  ['a misspelt instruction', 'FROM x\nRNU y\n', 2, /`RNU` is not .* did you mean `RUN`\?/],
  ['an instruction that nobody knows', 'FROM x\nXYZZY y\n', 2, /`XYZZY` is not a Dockerfile instruction\.$/],
  ['an instruction before the first FROM', '# c\nRUN x\nFROM y\n', 2, /before the first `FROM`/],
  ['no FROM', 'ARG A=1\n', 1, /no `FROM`/],
  ['an empty file', '', 1, /no `FROM`/],
  ['a FROM without an image', 'FROM\n', 1, /takes an image/],
  ['a FROM with too many words', 'FROM x AS y # c\n', 1, /takes an image/],
  ['an instruction without arguments', 'FROM x\nRUN\n', 2, /no arguments/],
  ['a template', 'FROM {{ base }}\n{% if x %}\nRUN a\n{% endif %}\n', 1, /template/],
];

for (const [about, text, line, message] of BAD) {
  test(`${about} is an answer with a line`, () => {
    const result = parseDockerfile(sourceFile(text, 'Dockerfile'));
    assert.equal(result.ok, false);
    if (result.ok) return;
    assert.match(result.message, message);
    assert.equal(result.span.line, line);
  });
}
