import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from '../../src/core/decode.ts';

function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

const CASES: readonly (readonly [string, string, Uint8Array, ReturnType<typeof decode>])[] = [
  ['UTF-8', 'a.py', Buffer.from('é→𝒳\n'), { text: 'é→𝒳\n' }],
  ['a byte order mark stays', 'a.py', Buffer.from('\uFEFFx\r\n'), { text: '\uFEFFx\r\n' }],
  ['an empty file', 'a.py', Buffer.from(''), { text: '' }],
  [
    'a coding line in the first line',
    'a.py',
    bytes('# -*- coding: latin-1 -*-\n\x80\xe9'),
    { text: '# -*- coding: latin-1 -*-\n\x80é' },
  ],
  [
    'a coding line in the second',
    'a.py',
    bytes('#!/usr/bin/python\n# vim: set fileencoding=iso8859_15 :\n\xa4'),
    { text: '#!/usr/bin/python\n# vim: set fileencoding=iso8859_15 :\n€' },
  ],
  ['cp1252', 'a.pyi', bytes('# coding=cp1252\n\x80'), { text: '# coding=cp1252\n€' }],
  ['a coding line that says UTF-8', 'a.py', Buffer.from('# coding: utf8\né'), { text: '# coding: utf8\né' }],
  [
    'a coding line after code counts for nothing',
    'a.py',
    bytes('import a\n# coding: latin-1\n\xe9'),
    { why: 'is not UTF-8 text: byte 0xE9 at offset 27, line 3' },
  ],
  [
    'a coding line in a file that is not Python',
    'a.txt',
    bytes('# coding: latin-1\n\xe9\n'),
    { why: 'is not UTF-8 text: byte 0xE9 at offset 18, line 2' },
  ],
  [
    'a coding that nobody knows',
    'a.py',
    bytes('# coding: klingon\n'),
    { why: 'says that its encoding is klingon, which is not read' },
  ],
  [
    'bytes that are not of the coding',
    'a.py',
    bytes('# coding: euc-jp\n\xff'),
    { why: 'is not euc-jp text, as it says' },
  ],
  [
    'a mark against the coding',
    'a.py',
    bytes('\xef\xbb\xbf# coding: latin-1\n'),
    { why: 'is marked as UTF-8 and says that its encoding is latin-1' },
  ],
  [
    'a character cut off at the end',
    'a.py',
    bytes('ab\n\xe2\x82'),
    { why: 'is not UTF-8 text: byte 0xE2 at offset 3, line 2' },
  ],
  ['a surrogate', 'a.py', bytes('a\xed\xa0\x80'), { why: 'is not UTF-8 text: byte 0xED at offset 1, line 1' }],
  ['a NUL byte in what is no Python', 'Dockerfile', bytes('a\n\0'), { why: 'is binary' }],
  ['a NUL byte', 'a.py', bytes('a\n\0'), { why: 'is binary: a NUL byte at offset 2, line 2' }],
  ['UTF-16', 'a.py', bytes('\xff\xfea\0'), { why: 'is UTF-16 text; only UTF-8 is read' }],
  ['UTF-32', 'a.py', bytes('\xff\xfe\0\0a\0\0\0'), { why: 'is UTF-32 text; only UTF-8 is read' }],
];

for (const [what, path, input, expected] of CASES) {
  test(`decoding: ${what}`, () => {
    assert.deepEqual(decode(input, path), expected);
  });
}
