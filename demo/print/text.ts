import { styleText } from 'node:util';
import { visible } from '../../src/docs/visible.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Text of one look. Whatever it says, only the styles steer the terminal. */
export interface Piece {
  readonly text: string;
  readonly styles: readonly Style[];
}

export interface Paper {
  /** Cells in a line. */
  readonly width: number;
  readonly color: boolean;
}

/** Characters that take two cells: the East Asian scripts and pictures. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

export function piece(text: string, ...styles: readonly Style[]): Piece {
  return { text, styles };
}

/** Cells that a text takes in a terminal. */
export function cells(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** One line, as it is written to the terminal. Line ends in the pieces become spaces. */
export function paint(pieces: readonly Piece[], { color }: Paper): string {
  return joined(pieces)
    .map(({ text, styles }) => {
      const shown = visible(text.replace(/[\t\n]/g, ' '));
      return color && styles.length > 0 ? styleText([...styles], shown, { validateStream: false }) : shown;
    })
    .join('');
}

/** Neighbours of the same look as one. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const found: Piece[] = [];
  for (const { text, styles } of pieces) {
    const last = found.at(-1);
    if (last && last.styles.join() === styles.join()) found[found.length - 1] = { text: last.text + text, styles };
    else found.push({ text, styles });
  }
  return found;
}

/** Breaks the pieces into lines at spaces; a word that is longer than a line is cut. */
export function wrap(pieces: readonly Piece[], width: number): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]];
  let room = width;
  for (const word of words(pieces, width)) {
    const size = word.reduce((sum, { text }) => sum + cells(text), 0);
    const isSpace = word[0]?.text === ' ';
    if (size > room && !isSpace) {
      dropSpace(lines.at(-1) ?? []);
      lines.push([]);
      room = width;
    }
    if (isSpace && room === width) continue;
    lines.at(-1)?.push(...word);
    room -= size;
  }
  dropSpace(lines.at(-1) ?? []);
  return lines;
}

function dropSpace(line: Piece[]): void {
  if (line.at(-1)?.text === ' ') line.pop();
}

/** Spaces and what stands between them: a word may change its look inside. */
function words(pieces: readonly Piece[], width: number): readonly (readonly Piece[])[] {
  const found: Piece[][] = [];
  let open = false;
  for (const { text, styles } of pieces)
    for (const part of text.split(/(\s+)/)) {
      if (part === '') continue;
      const isSpace = /^\s/.test(part);
      for (const chunk of isSpace ? [' '] : cut(visible(part), width)) {
        const item = { text: chunk, styles };
        if (open && !isSpace && chunk !== '') found.at(-1)?.push(item);
        else found.push([item]);
        open = !isSpace && cells(chunk) < width;
      }
    }
  return found;
}

/** Pieces of a text that are at most as wide as that; spaces stay. */
export function cut(word: string, width: number): readonly string[] {
  const chunks: string[] = [''];
  let room = width;
  for (const character of word) {
    const size = cells(character);
    if (size > room) {
      chunks.push('');
      room = width;
    }
    chunks[chunks.length - 1] += character;
    room -= size;
  }
  return chunks;
}
