import assert from 'node:assert/strict';

/** What a reader of Markdown makes of one line: written apart from the renderer, after CommonMark's rules for inlines. */
export interface Scanned {
  /** Text as shown, code left out; each code span is a `\0`. */
  readonly text: string;
  readonly code: readonly string[];
  /** Marks that are neither escaped nor in code. */
  readonly raw: string;
}

const PUNCTUATION = /[!-/:-@[-`{-~]/;
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

export function scanLine(line: string): Scanned {
  let text = '';
  let raw = '';
  const code: string[] = [];
  for (let at = 0; at < line.length;) {
    const character = line.charAt(at);
    const entity = /^&(?:lt|gt|amp);/.exec(line.slice(at, at + 5))?.[0];
    if (character === '\\' && PUNCTUATION.test(line.charAt(at + 1))) {
      text += line.charAt(at + 1);
      at += 2;
    } else if (entity !== undefined) {
      text += ENTITIES[entity] ?? '';
      at += entity.length;
    } else if (character === '`') {
      const run = /^`+/.exec(line.slice(at))?.[0].length ?? 1;
      const close = closing(line, at + run, run);
      // GitHub knows no code span with more marks.
      if (close === undefined || run > 80) {
        text += '`'.repeat(run);
        raw += '`'.repeat(run);
        at += run;
      } else {
        code.push(line.slice(at + run, close));
        text += '\0';
        raw += '\0';
        at = close + run;
      }
    } else {
      text += character;
      raw += character;
      at += 1;
    }
  }
  return { text, code, raw };
}

function closing(line: string, from: number, length: number): number | undefined {
  for (let at = from; at < line.length;) {
    const run = /^`+/.exec(line.slice(at))?.[0].length ?? 0;
    if (run === length) return at;
    at += Math.max(1, run);
  }
  return undefined;
}

/** First and last code points of what hides, reorders or steers a terminal; line feeds and tabs do not. */
const HIDDEN: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xe0000, 0xe0fff],
];

/** Code points of a text that nobody would see. */
export function hiddenIn(text: string): readonly number[] {
  return [...text]
    .map((character) => character.codePointAt(0) ?? 0)
    .filter((code) => HIDDEN.some(([first, last]) => first <= code && code <= last));
}

/** Fails where a line of Markdown would come alive on GitHub. */
export function assertDead(line: string, where: string): void {
  const { text, raw } = scanLine(line);
  const note = `${where}: ${JSON.stringify(line)}`;
  assert.doesNotMatch(text, /@[\w]/, `a mention in ${note}`);
  assert.doesNotMatch(text, /#\d/, `a reference in ${note}`);
  assert.doesNotMatch(text, /\bgh-\d/i, `a reference in ${note}`);
  assert.doesNotMatch(text, /:\/\/|www\.|mailto:/i, `a link in ${note}`);
  assert.doesNotMatch(text, /\b[0-9a-f]{7,40}\b/, `a commit in ${note}`);
  assert.doesNotMatch(text, /\$/, `a formula in ${note}`);
  assert.doesNotMatch(raw, /[<>[\]*_~|`]/, `live markup in ${note}`);
  assert.doesNotMatch(raw, /&(?!(?:lt|gt|amp);)/, `an entity in ${note}`);
  assert.doesNotMatch(line, /^\s*(?:[-+=:#>]|\d+[.)])/, `a block in ${note}`);
  assert.deepEqual(hiddenIn(line), [], `a hidden character in ${note}`);
  assert.doesNotMatch(line, /[\r\n]/, `a line end in ${note}`);
}

export interface Blocks {
  /** Lines outside fences. */
  readonly lines: readonly string[];
  /** What each fence holds. */
  readonly fences: readonly { readonly info: string; readonly text: string }[];
  /** A fence that nothing closed. */
  readonly open: boolean;
}

/** Parts fences from the rest, as GitHub does: it counts at most 255 marks. */
export function scanBlocks(markdown: string): Blocks {
  const lines: string[] = [];
  const fences: { info: string; text: string }[] = [];
  let fence: { mark: string; length: number; info: string; text: string[] } | undefined;
  for (const line of markdown.split(/\r\n|\n|\r/)) {
    const [, run = '', rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence) {
      if (run.charAt(0) === fence.mark && run.length >= fence.length && rest.trim() === '') {
        fences.push({ info: fence.info, text: fence.text.join('\n') });
        fence = undefined;
      } else fence.text.push(line);
    } else if (run !== '' && !(run.startsWith('`') && rest.includes('`'))) {
      fence = { mark: run.charAt(0), length: Math.min(run.length, 255), info: rest, text: [] };
    } else lines.push(line);
  }
  return { lines, fences, open: fence !== undefined };
}
