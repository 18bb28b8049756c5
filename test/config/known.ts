import type { ChapterInfo, CheckInfo } from '../../src/core/check-info.ts';
import type { CheckId } from '../../src/core/flow.ts';
import type { Known } from '../../src/config/config.ts';

type Given = Partial<CheckInfo> & { readonly id: CheckId };

function fakeCheck(given: Given): CheckInfo {
  return {
    chapter: Number(given.id.slice(2, 4)),
    kind: 'python',
    title: `About ${given.id}`,
    bullet: 'A bullet',
    severity: 'warning',
    preset: 'recommended',
    why: 'It matters.',
    whenNotTo: 'Never.',
    fixes: false,
    blocks: false,
    secret: false,
    codes: [],
    examples: [],
    quiet: [],
    options: {},
    formerly: [],
    samplePath: 'sample.py',
    ...given,
  };
}

const CHECKS: readonly CheckInfo[] = [
  fakeCheck({
    id: 'ch01/module-too-long',
    preset: 'strict',
    severity: 'notice',
    options: {
      max_lines: { type: 'integer', default: 500, min: 50, max: 5_000, about: 'Lines that a module may have.' },
      count_comments: { type: 'boolean', default: false, about: 'Whether comments count.' },
      allow: { type: 'strings', default: ['main'], about: 'Names that may be longer.' },
    },
  }),
  fakeCheck({ id: 'ch03/unused-import', formerly: ['ch03/import-unused', 'ch04/unused-import'] }),
  fakeCheck({ id: 'ch05/source-without-tests', preset: 'all' }),
  fakeCheck({ id: 'ch07/missing-docstring', severity: 'notice' }),
  fakeCheck({ id: 'ch07/stale-docstring', preset: 'strict' }),
  fakeCheck({ id: 'ch16/secret-in-source', severity: 'error', blocks: true, secret: true }),
];

const CHAPTERS: readonly ChapterInfo[] = Array.from({ length: 18 }, (_, index) => ({
  number: index + 1,
  folder: `ch${String(index + 1).padStart(2, '0')}-something`,
  title: `Chapter ${index + 1}`,
  about: 'What it asks.',
  bullets: [],
}));

/** A small catalogue: real checks come and go. */
export const KNOWN: Known = { checks: CHECKS, chapters: CHAPTERS };

export const VALID = `# How this repository is reviewed.
preset: strict
fail_on: error
max_comments: 10
comment_from: notice
on_error: failure
drafts: comment
bots: skip
labels: { WIP: check, 'do not review': skip }
not_dismissible: [ch16, ch03/import-unused]
exclude: ['legacy/**', '*.{gen,out}.py', 'a/[!b]?/@(x|y).py']
chapters:
  ch07: off
  ch03: notice
checks:
  ch05/source-without-tests: error
  ch01/module-too-long: { level: warning, max_lines: 800, count_comments: true, allow: [a, b] }
overrides:
  - paths: ['scripts/**']
    preset: recommended
    checks: { ch03/unused-import: off }
  - paths: [scripts/keep/**]
    chapters: { ch07: warning }
    checks:
      ch01/module-too-long: { max_lines: 50 }
`;
