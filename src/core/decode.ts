import { Buffer, isUtf8 } from 'node:buffer';

/** The text of a file, or why it has none, as the end of a sentence that starts with the file's name. */
export type Decoded = { readonly text: string } | { readonly why: string };

/**
 * Bytes of a file → its text: UTF-8, or in a Python file what its coding line names (PEP 263).
 * Nothing is changed on the way: a byte order mark stays as U+FEFF, line ends stay as they are.
 */
export function decode(bytes: Uint8Array, path: string): Decoded {
  const mark = wideMark(bytes);
  if (mark) return { why: `is ${mark} text; only UTF-8 is read` };
  const nul = bytes.indexOf(0);
  // Where it is says something of a file that ought to be text; of others, one reason for all makes one line of them.
  if (nul >= 0) return { why: isPython(path) ? `is binary: a NUL byte at ${placeOf(bytes, nul)}` : 'is binary' };
  if (isLfsPointer(bytes)) return { why: 'is kept in Git LFS: the repository has only a pointer to it' };
  const coding = isPython(path) ? codingOf(bytes) : undefined;
  return coding === undefined || UTF8.test(coding) ? decodeUtf8(bytes) : decodeAs(bytes, coding);
}

function isPython(path: string): boolean {
  return /\.pyi?$/.test(path);
}

const UTF8 = /^(utf[-_]?8|u8|utf[-_]8[-_]sig|ascii|us-ascii)$/i;

/** UTF-16 and UTF-32 by their byte order marks. Without one such text has NUL bytes and counts as binary. */
function wideMark(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (start === 'fffe0000' || start === '0000feff') return 'UTF-32';
  return start.startsWith('fffe') || start.startsWith('feff') ? 'UTF-16' : undefined;
}

const LFS_START = Buffer.from('version https://git-lfs.github.com/spec/v1\n');

/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: fewer than 1024 bytes, the version first. */
function isLfsPointer(bytes: Uint8Array): boolean {
  return bytes.length < 1024 && LFS_START.equals(bytes.subarray(0, LFS_START.length));
}

/** https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations: in the first line, or in the second after a comment. */
function codingOf(bytes: Uint8Array): string | undefined {
  const [first = '', second = ''] = Buffer.from(bytes.subarray(0, 1000))
    .toString('latin1')
    .replace(/^\xEF\xBB\xBF/, '')
    .split(/\r\n|\n|\r/);
  const declaration = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
  const found = declaration.exec(first) ?? (/^[ \t\f]*(#|$)/.test(first) ? declaration.exec(second) : null);
  return found?.[1];
}

function decodeUtf8(bytes: Uint8Array): Decoded {
  if (isUtf8(bytes)) return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8') };
  const offset = firstInvalid(bytes);
  const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return { why: `is not UTF-8 text: byte 0x${byte} at ${placeOf(bytes, offset)}` };
}

/** Offset of the first byte of the first character that is no UTF-8. Every prefix up to it is the start of good text, no longer one is. */
function firstInvalid(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (startsUtf8(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  // The prefix may end inside the character that goes wrong.
  while (good > 0 && !isUtf8(bytes.subarray(0, good))) good -= 1;
  return good;
}

function startsUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function placeOf(bytes: Uint8Array, offset: number): string {
  let line = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) line += 1;
  return `offset ${offset}, line ${line}`;
}

/** Python's names whose meaning differs from the web's: there `latin-1` is windows-1252. */
const LATIN1 = /^(latin[-_]?1|l1|iso[-_]?8859[-_]1)$/i;

function decodeAs(bytes: Uint8Array, coding: string): Decoded {
  if (Buffer.from(bytes.subarray(0, 3)).toString('hex') === 'efbbbf')
    return { why: `is marked as UTF-8 and says that its encoding is ${coding}` };
  if (LATIN1.test(coding))
    return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1') };
  const label = coding
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^cp(?=125\d$)/, 'windows-')
    .replace(/^iso-?8859-?(?=\d)/, 'iso-8859-');
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes) };
  } catch (error) {
    // RangeError: the label is unknown. TypeError: the bytes are not of that encoding.
    return {
      why:
        error instanceof RangeError
          ? `says that its encoding is ${coding}, which is not read`
          : `is not ${coding} text, as it says`,
    };
  }
}
