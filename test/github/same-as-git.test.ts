import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Files } from '../../demo/github/git-store.ts';
import type { CaptureRequest } from '../../src/core/capture.ts';
import { captureRange } from '../../src/git/capture-range.ts';
import { captureGitHub } from '../../src/github/capture-github.ts';
import { readPull } from '../../src/github/read-pull.ts';
import { createScene } from './demo.ts';

/** A text of its own for each name, so that nothing is taken for a rename of something else. */
function body(name: string, lines = 30): string {
  return Array.from({ length: lines }, (_, at) => `${name} = ${at * name.length}  # ${name} line ${at}\n`).join('');
}

function edit(text: string, line: number, ...fresh: readonly string[]): string {
  return text
    .split('\n')
    .toSpliced(line, 1, ...fresh)
    .join('\n');
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function lfs(digit: string): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${digit.repeat(64)}\nsize 12345\n`;
}

const large = body('large', 700);

const NAMES = [
  'with space.py',
  'ünïcode/→.py',
  'quote".py',
  "apostrophe'.py",
  'new\nline.py',
  'tab\t.py',
  'back\\slash.py',
  'rtl\u202Egnp.py',
  '-dash.py',
  'a:b.py',
  '*star?.py',
];

const BASE: Files = {
  'pyproject.toml': '[project]\nname = "app"\n',
  'sub/pyproject.toml': '[project]\nname = "sub"\n',
  'notes.txt': body('notes'),
  'untouched.py': body('untouched'),
  'one_line.py': body('one'),
  'two_hunks.py': body('two', 60),
  'near_hunks.py': body('near', 60),
  'top_and_bottom.py': body('ends'),
  'deleted_lines.py': body('deleted'),
  'emptied.py': body('emptied'),
  'filled.py': '',
  'removed.py': body('removed'),
  'removed.txt': body('other'),
  'mode_only.py': body('mode'),
  'mode_and_text.py': body('both'),
  'old_name.py': body('moved'),
  'old_edited.py': body('edited'),
  'old_folder/deep.py': body('deep'),
  'becomes_text.py': body('becomes'),
  'link.py': { mode: '120000', text: 'untouched.py' },
  'link_changed.py': { mode: '120000', text: 'untouched.py' },
  'file_to_link.py': body('file_to_link'),
  'link_to_file.py': { mode: '120000', text: 'one_line.py' },
  module: { mode: '160000', text: '1'.repeat(40) },
  module_gone: { mode: '160000', text: '2'.repeat(40) },
  'pointer.py': lfs('1'),
  'binary.py': bytes('\0\x01\x02 one'),
  'binary_to_text.py': bytes('\0\x01\x02 two'),
  'text_to_binary.py': body('text_to_binary'),
  'no_newline.py': body('no_newline').trimEnd(),
  'gets_newline.py': body('gets').trimEnd(),
  'crlf.py': body('crlf').replaceAll('\n', '\r\n'),
  'to_crlf.py': body('to_crlf'),
  'mixed.py': 'a\r\nb\nc\rd\n\x0Ce\u2028f\n',
  'bom.py': `\uFEFF${body('bom')}`,
  'gets_bom.py': body('gets_bom'),
  'latin.py': bytes(`# -*- coding: latin-1 -*-\nname = "caf\xe9"\n`),
  'undeclared.py': bytes(`name = "caf\xe9"\nother = 1\n`),
  'was_undeclared.py': bytes(`name = "caf\xe9"\n${body('was')}`),
  'utf16.py': bytes('\xff\xfea\0\n\0'),
  'large.py': large,
  'shrinks.py': body('shrinks', 700),
  'astral.py': `x = "𝒳"\n${body('astral')}`,
  ...Object.fromEntries(NAMES.map((name, at) => [name, body(`name${at}`)])),
};

const CHANGE: Files = {
  'notes.txt': edit(body('notes'), 3, 'x'),
  'added.py': body('added'),
  'added_empty.py': '',
  'added_without_end.py': 'x = 1',
  'one_line.py': edit(body('one'), 14, 'x = 1'),
  'two_hunks.py': edit(edit(body('two', 60), 10, 'x = 1'), 50, 'y = 1', 'z = 1'),
  'near_hunks.py': edit(edit(body('near', 60), 20, 'x = 1'), 27, 'y = 1'),
  'top_and_bottom.py': `first = 1\n${body('ends')}last = 1\n`,
  'deleted_lines.py': body('deleted').split('\n').toSpliced(8, 5).join('\n'),
  'emptied.py': '',
  'filled.py': body('filled'),
  'removed.py': null,
  'removed.txt': null,
  'mode_only.py': { mode: '100755', text: body('mode') },
  'mode_and_text.py': { mode: '100755', text: edit(body('both'), 4, 'x = 1') },
  'old_name.py': null,
  'new_name.py': body('moved'),
  'old_edited.py': null,
  'new_edited.py': edit(body('edited'), 12, 'x = 1'),
  'old_folder/deep.py': null,
  'new folder/deep.py': edit(body('deep'), 0, 'x = 1'),
  'becomes_text.py': null,
  'became.txt': body('becomes'),
  'link.py': { mode: '120000', text: 'added.py' },
  'link_changed.py': null,
  'new_link.py': { mode: '120000', text: '/etc/passwd' },
  'file_to_link.py': { mode: '120000', text: 'one_line.py' },
  'link_to_file.py': body('link_to_file'),
  module: { mode: '160000', text: '3'.repeat(40) },
  module_gone: null,
  module_new: { mode: '160000', text: '4'.repeat(40) },
  'pointer.py': lfs('2'),
  'new_pointer.py': lfs('3'),
  'binary.py': bytes('\0\x01\x02 three'),
  'binary_to_text.py': body('binary_to_text'),
  'text_to_binary.py': bytes('\0 four'),
  'no_newline.py': `${body('no_newline').trimEnd()}  # more`,
  'gets_newline.py': body('gets'),
  'crlf.py': edit(body('crlf').replaceAll('\n', '\r\n'), 7, 'x = 1\r'),
  'to_crlf.py': body('to_crlf').replaceAll('\n', '\r\n'),
  'mixed.py': 'a\r\nB\nc\rD\n\x0Ce\u2028F\n',
  'bom.py': `\uFEFF${edit(body('bom'), 2, 'x = 1')}`,
  'gets_bom.py': `\uFEFF${body('gets_bom')}`,
  'latin.py': bytes(`# -*- coding: latin-1 -*-\nname = "caf\xe9s"\n`),
  'undeclared.py': bytes(`name = "caf\xe9"\nother = 2\n`),
  'was_undeclared.py': `name = "café"\n${body('was')}`,
  'utf16.py': bytes('\xff\xfeb\0\n\0'),
  'large.py': edit(large, 300, 'x = 1'),
  'shrinks.py': body('shrinks', 10),
  'grows.py': body('grows', 700),
  'astral.py': `x = "𝒳𝒴"\n${body('astral')}`,
  'sub/pyproject.toml': '[project]\nname = "sub2"\n',
  ...Object.fromEntries(NAMES.map((name, at) => [name, edit(body(`name${at}`), at + 5, 'x = 1')])),
};

const REQUEST: CaptureRequest = {
  wants: (path) => path.endsWith('.py'),
  needs: (path) => path.endsWith('pyproject.toml'),
  maxFileBytes: 20_000,
  maxContextFiles: 10,
};

const LIMITS: readonly (readonly [string, object])[] = [
  ['as GitHub gives it', {}],
  ['where GitHub leaves every patch out', { patchBytes: 0, patchLines: 0 }],
  ['where GitHub cuts every text', { graphqlTextBytes: 50 }],
  ['where compare lists too few files', { compareFiles: 0 }],
];

for (const [what, limits] of LIMITS) {
  test(`a pull request gives the snapshot that its commits give in a clone, ${what}`, async (t) => {
    const { github, client, folder, openPull } = await createScene(t, BASE, { limits });
    const pull = await openPull({ files: CHANGE, title: 'All kinds', body: 'of changes', labels: ['b', 'a'] });
    await github.commitTo({
      owner: 'acme',
      repo: 'app',
      files: { 'base_moved.py': 'x = 1\n', 'one_line.py': 'theirs\n' },
    });
    const state = await readPull(client, pull);
    const { snapshot } = await captureGitHub(client, { pull, state }, REQUEST);
    const { pull: facts, ...rest } = snapshot;
    assert.deepEqual(facts, { title: 'All kinds', body: 'of changes', labels: ['a', 'b'], authorIsBot: false });
    const local = await captureRange({ repo: folder, base: 'main', head: pull.head }, REQUEST);
    assert.ok(local.files.length > 50, `${local.files.length} files`);
    assert.deepEqual(rest, local);
    assert.deepEqual(github.violations, []);
  });
}
