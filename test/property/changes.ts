import { Buffer } from 'node:buffer';
import type { FileContent } from '../../demo/github/git-store.ts';

/** Numbers from a seed: the same run again for the same seed (mulberry32). */
export function createRandom(seed: number) {
  let state = seed;
  const next = (): number => {
    state = Math.trunc(state + 0x6d2b79f5);
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (share: number): boolean => next() < share,
    /** One of a list that is not empty. */
    pick<T>(items: readonly [T, ...T[]]): T {
      return items[below(items.length)] ?? items[0];
    },
  };
}

export type Random = ReturnType<typeof createRandom>;

const NAMES = [
  'plain',
  'with space',
  'quote"',
  "it's",
  'new\nline',
  'tab\t',
  'back\\slash',
  'ünïcödé',
  '\u202Ertl',
  '-dash',
  'a:b',
  '*?',
  'é\u0301',
  '名前',
] as const;
const FOLDERS = ['', 'src/', 'a b/', 'sub/ü/', 'deep/er/est/'] as const;

function lines(random: Random, count: number, word: string): string[] {
  return Array.from({ length: count }, (_, at) => {
    if (random.chance(0.1)) return '';
    // Lines that repeat are where differences are hardest to tell alike.
    return random.chance(0.2) ? '    return x' : `${word}_${at} = ${random.below(1000)}`;
  });
}

function edit(random: Random, old: readonly string[]): string[] {
  const fresh = [...old];
  for (let times = 1 + random.below(5); times > 0; times -= 1) {
    const at = random.below(fresh.length + 1);
    fresh.splice(at, random.below(4), ...lines(random, random.below(4), 'edited'));
  }
  return fresh;
}

const SHAPES = ['lf', 'crlf', 'bom', 'latin', 'open', 'mixed', 'form-feed'] as const;
type Shape = (typeof SHAPES)[number];

function write(text: readonly string[], shape: Shape): string | Uint8Array {
  const joined = text.join('\n');
  if (shape === 'crlf') return `${text.join('\r\n')}\r\n`;
  if (shape === 'bom') return `\uFEFF${joined}\n`;
  if (shape === 'latin') return Buffer.from(`# coding: latin-1\nname = "caf\u00E9"\n${joined}\n`, 'latin1');
  if (shape === 'open') return joined;
  if (shape === 'mixed') return `${text.map((line, at) => line + ['\n', '\r\n', '\r'][at % 3]).join('')}\u2028x\n`;
  return shape === 'form-feed' ? `\x0C${joined}\n\x0C\n` : `${joined}\n`;
}

function lfs(digit: number): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${String(digit % 10).repeat(64)}\nsize 12345\n`;
}

export const KINDS = [
  'added',
  'modified',
  'renamed',
  'renamed-edited',
  'removed',
  'copied',
  'mode',
  'link',
  'to-link',
  'from-link',
  'submodule',
  'lfs',
  'binary',
  'to-binary',
  'nul',
  'not-utf8',
  'emptied',
  'filled',
  'newline',
  'line-ends',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Generated {
  readonly base: Record<string, FileContent>;
  readonly change: Record<string, FileContent | null>;
  readonly kinds: readonly Kind[];
}

/** So many changed files, each of one kind, beside files that stay. */
export function generateChange(random: Random, count: number, first: number): Generated {
  const base: Record<string, FileContent> = { 'pyproject.toml': '[project]\nname = "x"\n' };
  const change: Record<string, FileContent | null> = {};
  const kinds: Kind[] = [];
  for (let at = 0; at < count; at += 1) {
    const kind = KINDS[(first + at) % KINDS.length] ?? 'modified';
    const name = `${random.pick(FOLDERS)}${random.pick(NAMES)}${first + at}`;
    addOne(kind, { random, path: `${name}.${random.chance(0.85) ? 'py' : 'txt'}`, at: first + at, base, change });
    kinds.push(kind);
  }
  return { base, change, kinds };
}

interface Place {
  readonly random: Random;
  readonly path: string;
  readonly at: number;
  readonly base: Record<string, FileContent>;
  readonly change: Record<string, FileContent | null>;
}

function addOne(kind: Kind, { random, path, at, base, change }: Place): void {
  const word = `word${at}`;
  const old = lines(random, 8 + random.below(60), word);
  const fresh = edit(random, old);
  const shape = random.pick(SHAPES);
  const moved = `moved/${path}`;
  const set = (before: FileContent | undefined, after: FileContent | null, to = path): void => {
    if (before !== undefined) base[path] = before;
    change[to] = after;
    if (to !== path) change[path] = null;
  };
  const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
  const rows: Readonly<Record<Kind, () => void>> = {
    added: () => set(undefined, write(old, shape)),
    modified: () => set(write(old, shape), write(fresh, shape)),
    renamed: () => set(write(old, shape), write(old, shape), moved),
    'renamed-edited': () => set(write(old, 'lf'), write([...old, 'more = 1'], 'lf'), moved),
    removed: () => set(write(old, shape), null),
    copied() {
      base[path] = write(old, 'lf');
      change[path] = write([...old, 'more = 1'], 'lf');
      change[`copy/${path}`] = write(old, 'lf');
    },
    mode: () => set(write(old, 'lf'), { mode: '100755', text: `${(random.chance(0.5) ? old : fresh).join('\n')}\n` }),
    link: () => set({ mode: '120000', text: `a${at}` }, { mode: '120000', text: `b${at}` }),
    'to-link': () => set(write(old, 'lf'), { mode: '120000', text: `c${at}` }),
    'from-link': () => set({ mode: '120000', text: `d${at}` }, write(old, 'lf')),
    submodule: () =>
      set(random.chance(0.5) ? { mode: '160000', text: '1'.repeat(40) } : undefined, {
        mode: '160000',
        text: '2'.repeat(40),
      }),
    lfs: () => set(random.chance(0.5) ? lfs(at) : write(old, 'lf'), lfs(at + 1)),
    binary: () => set(bytes(`\0${word}`), bytes(`\0${word}\0\x01`)),
    'to-binary': () => set(write(old, 'lf'), bytes(`\0${word}`)),
    nul: () => set(write(old, 'lf'), `${old.join('\n')}\n\0\n`),
    'not-utf8': () => set(bytes(`a${at} = "\xe9"\n`), bytes(`a${at} = "\xe9\xe8"\n`)),
    emptied: () => set(write(old, 'lf'), ''),
    filled: () => set('', write(old, shape)),
    newline: () =>
      random.chance(0.5) ? set(write(old, 'open'), write(old, 'lf')) : set(write(old, 'lf'), write(old, 'open')),
    'line-ends': () => set(write(old, 'lf'), write(old, 'crlf')),
  };
  rows[kind]();
}
