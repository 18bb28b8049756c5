import type { ChapterInfo, CheckInfo } from '../../src/core/check-info.ts';
import type { CheckId, Finding, Report, Severity } from '../../src/core/flow.ts';
import type { Book } from '../../src/docs/book.ts';

export const loopInfo: CheckInfo = {
  id: 'ch09/event-loop-misuse',
  chapter: 9,
  kind: 'python',
  title: '`asyncio.get_event_loop()` in a coroutine',
  bullet: 'Structured async',
  severity: 'warning',
  preset: 'recommended',
  why: `In a coroutine a loop is already running.
    \`get_running_loop()\` gives just that one, and fails at once where there is none.`,
  whenNotTo: 'The code must run on Python 3.6.',
  fixes: true,
  blocks: false,
  secret: false,
  codes: [],
  examples: [
    {
      title: 'Ask for the loop that is running',
      bad: 'async def main():\n    loop = asyncio.get_event_loop()  # <-\n',
      good: 'async def main():\n    loop = asyncio.get_running_loop()\n',
    },
  ],
  quiet: ['def main():\n    return asyncio.get_event_loop()\n'],
  options: {},
  formerly: [],
  samplePath: 'src/shop/orders.py',
};

export const secretInfo: CheckInfo = {
  ...loopInfo,
  id: 'ch16/committed-secret',
  chapter: 16,
  kind: 'text',
  title: 'Credential in the repository',
  bullet: 'Secrets',
  severity: 'error',
  why: 'Whoever can read the repository can use it, now and in every clone that was ever made.',
  whenNotTo: 'It is an example that no service accepts.',
  fixes: false,
  blocks: true,
  secret: true,
  examples: [
    { title: 'Read it from the environment', bad: 'TOKEN = "…"  # <-\n', good: 'TOKEN = os.environ["TOKEN"]\n' },
  ],
  quiet: ['TOKEN = "changeme"\n'],
};

export const lengthInfo: CheckInfo = {
  ...loopInfo,
  id: 'ch01/module-too-long',
  chapter: 1,
  kind: 'pull',
  title: 'Module grown too long',
  bullet: 'When to refactor',
  severity: 'notice',
  preset: 'strict',
  why: 'A long module hides its seams.',
  whenNotTo: 'It is a table of data.',
  fixes: false,
  options: {
    max_lines: { type: 'integer', default: 500, min: 50, max: 5000, about: 'Lines of code, comments left out.' },
    names: { type: 'strings', default: ['a', 'b|c'], about: 'Either `a|b` or c|d.' },
    loud: { type: 'boolean', default: false, about: 'Says more.' },
  },
  formerly: ['ch01/long-module'],
};

const chapters: readonly ChapterInfo[] = [
  {
    number: 9,
    folder: 'ch09-concurrency',
    title: 'Advanced Concurrency',
    about: 'Tasks in groups.',
    bullets: ['Choose', 'Structured async'],
  },
  {
    number: 1,
    folder: 'ch01-scripts-to-systems',
    title: 'Scripts to Systems',
    about: 'When to grow.',
    bullets: ['When to refactor'],
  },
  {
    number: 16,
    folder: 'ch16-security-fundamentals',
    title: 'Security Fundamentals',
    about: 'Trust no one.',
    bullets: ['Secrets'],
  },
];

export const book: Book = {
  checks: new Map<CheckId, CheckInfo>([loopInfo, secretInfo, lengthInfo].map((info) => [info.id, info])),
  chapters: new Map(chapters.map((chapter) => [chapter.number, chapter])),
  docsUrl: 'https://docs.example/checks/',
};

export const bookChapters = chapters;

let number = 0;

/** A finding with a fingerprint of its own, on all of one line unless told. */
export function finding(parts: Partial<Finding> & { readonly line?: number } = {}): Finding {
  const { line = 2, ...rest } = parts;
  number += 1;
  return {
    check: loopInfo.id,
    severity: 'warning',
    path: 'src/shop/orders.py',
    span: { line, col: 12, endLine: line, endCol: 36 },
    message: 'A coroutine should ask for the loop that is already running.',
    fingerprint: number.toString(16).padStart(16, '0'),
    blocking: false,
    ...rest,
  };
}

export function findings(count: number, parts: (index: number) => Parameters<typeof finding>[0]): readonly Finding[] {
  return Array.from({ length: count }, (_, index) => finding(parts(index)));
}

export function reportOf(parts: Partial<Report> = {}): Report {
  const { findings: found = [] } = parts;
  const worst: Severity | undefined = found[0]?.severity;
  const conclusion = found.some(({ blocking }) => blocking) ? 'failure' : worst ? 'neutral' : 'success';
  return {
    base: 'b'.repeat(40),
    head: 'a'.repeat(40),
    findings: found,
    suppressed: [],
    baselined: [],
    mended: [],
    skips: [],
    inspected: 3,
    conclusion,
    ...parts,
  };
}
