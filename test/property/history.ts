import type { Random } from './changes.ts';

/** What a function of the generated program has that a check finds; `plain` has nothing. */
export type BlockKind = 'call' | 'grab' | 'gather' | 'plain';

/** One function of the generated program. Its number names it, wherever it moves. */
export interface Block {
  readonly id: number;
  readonly kind: BlockKind;
  readonly isMended: boolean;
}

export interface ModelFile {
  readonly blocks: readonly Block[];
  /** Comment lines at the top, which move all that stands below. */
  readonly filler: number;
}

/** A program as its author thinks of it: path → file. */
export type Program = ReadonlyMap<string, ModelFile>;

/** More of one kind in a file share a comment, which this model does not follow. */
const MOST_OF_A_KIND = 5;
const KINDS = ['call', 'grab', 'gather', 'plain'] as const;

const TEXTS: Readonly<Record<BlockKind, (id: number, isMended: boolean) => string>> = {
  call: (id, isMended) =>
    `def fetch_${id}(url):\n    return requests.get(url${isMended ? ', timeout=10' : ''}).json()  # ${id}\n`,
  grab: (id, isMended) =>
    `def keep_${id}(work):\n    try:\n        return work(${id})\n    except${isMended ? ' ValueError' : ''}:\n        return ${id}\n`,
  gather: (id, isMended) =>
    `def gather_${id}(item, into${isMended ? '' : '=[]'}):\n    into.append(item + ${id})\n    return into\n`,
  plain: (id) => `def plain_${id}(value):\n    return value + ${id}\n`,
};

/** Where in its function a finding stands, counted from the `def`. */
const OFFSETS: Readonly<Record<BlockKind, number>> = { call: 1, grab: 3, gather: 0, plain: 0 };

export function renderFile({ blocks, filler }: ModelFile): string {
  const head = `import requests\n\nPING = requests.get("https://example.org", timeout=3)\n`;
  const top = Array.from({ length: filler }, (_, at) => `# note ${at}\n`).join('');
  return [top + head, ...blocks.map(({ id, kind, isMended }) => TEXTS[kind](id, isMended))].join('\n\n');
}

export function renderProgram(program: Program): Record<string, string> {
  return Object.fromEntries([...program].map(([path, file]) => [path, renderFile(file)]));
}

/** Places of what a check finds in a program: block → path and line. */
export function findingsOf(program: Program): ReadonlyMap<number, { readonly path: string; readonly line: number }> {
  const places = new Map<number, { path: string; line: number }>();
  for (const [path, file] of program) {
    const lines = renderFile(file).split('\n');
    for (const { id, kind, isMended } of file.blocks) {
      if (isMended || kind === 'plain') continue;
      const start = lines.findIndex((line) => line.startsWith('def ') && line.includes(`_${id}(`));
      places.set(id, { path, line: start + OFFSETS[kind] + 1 });
    }
  }
  return places;
}

/** The function that a line of a text is in; undefined above the first. */
export function blockAt(text: string, line: number): number | undefined {
  const above = text.split('\n').slice(0, line);
  const start = above.findLast((each) => each.startsWith('def '));
  const id = start === undefined ? undefined : /_(\d+)\(/.exec(start)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** Numbers for new functions. */
export type NextId = () => number;

export function baseProgram(random: Random, nextId: NextId): Program {
  const blocks = (): Block[] =>
    Array.from({ length: 1 + random.below(3) }, () => ({
      id: nextId(),
      kind: random.pick(KINDS),
      isMended: random.chance(0.3),
    }));
  return new Map([
    ['app/a.py', { blocks: blocks(), filler: 0 }],
    ['app/b.py', { blocks: blocks(), filler: 0 }],
  ]);
}

/** What an author does to a program between two pushes. */
export const EDITS = ['add', 'mend', 'break', 'remove', 'move-lines', 'shuffle', 'rename', 'new-file'] as const;
export type EditKind = (typeof EDITS)[number];

export function editProgram(program: Program, kind: EditKind, tools: { random: Random; nextId: NextId }): Program {
  const { random, nextId } = tools;
  const next = new Map(program);
  const [first, ...others] = [...program.keys()];
  if (first === undefined) return program;
  const path = random.pick([first, ...others]);
  const file = program.get(path);
  if (!file) return program;
  const set = (changed: Partial<ModelFile>): void => void next.set(path, { ...file, ...changed });
  const added = (): Block => ({ id: nextId(), kind: random.pick(KINDS), isMended: false });
  switch (kind) {
    case 'add': {
      const block = added();
      const same = file.blocks.filter((each) => each.kind === block.kind).length;
      if (same < MOST_OF_A_KIND) set({ blocks: file.blocks.toSpliced(random.below(file.blocks.length + 1), 0, block) });
      break;
    }
    case 'mend':
    case 'break': {
      const isMended = kind === 'mend';
      const fit = file.blocks.filter((block) => block.kind !== 'plain' && block.isMended !== isMended);
      const chosen = fit[random.below(Math.max(1, fit.length))];
      set({ blocks: file.blocks.map((block) => (block === chosen ? { ...block, isMended } : block)) });
      break;
    }
    case 'remove':
      if (file.blocks.length > 1) set({ blocks: file.blocks.toSpliced(random.below(file.blocks.length), 1) });
      break;
    case 'move-lines':
      set({ filler: random.below(500) });
      break;
    case 'shuffle':
      set({ blocks: [...file.blocks.slice(1), ...file.blocks.slice(0, 1)] });
      break;
    case 'rename':
      next.delete(path);
      next.set(`app/moved_${nextId()}.py`, file);
      break;
    case 'new-file':
      if (program.size < 4) next.set(`app/more_${nextId()}.py`, { blocks: [added(), added()], filler: 0 });
      break;
  }
  return next;
}
