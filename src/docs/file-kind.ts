/** What a file's name says about how it is shown and commented. */
export interface FileKind {
  /** Word after a fence, for colours. */
  readonly language: string;
  /** Undefined where the format has no comments. */
  readonly comment?: CommentSyntax;
}

export interface CommentSyntax {
  readonly open: string;
  readonly close?: string;
  /** A comment cannot follow anything on its line. */
  readonly alone?: boolean;
}

const HASH: CommentSyntax = { open: '#' };
const HASH_ALONE: CommentSyntax = { open: '#', alone: true };
const SLASHES: CommentSyntax = { open: '//' };
const MARKUP: CommentSyntax = { open: '<!--', close: '-->' };

const BY_NAME: readonly (readonly [RegExp, FileKind])[] = [
  [/(^|\/)(Dockerfile|Containerfile)([.][^/]*)?$|[.]dockerfile$/i, { language: 'dockerfile', comment: HASH_ALONE }],
  [/(^|\/)[.]?(git|docker)ignore$|(^|\/)CODEOWNERS$/, { language: 'text', comment: HASH_ALONE }],
  [/(^|\/)(poetry|uv|pdm)[.]lock$|(^|\/)Pipfile$/, { language: 'toml', comment: HASH }],
  [/(^|\/)[.]env([.][^/]*)?$/, { language: 'shell', comment: HASH_ALONE }],
  [/(^|\/)(Makefile|Justfile)$/i, { language: 'makefile', comment: HASH_ALONE }],
  [
    /(^|\/)(constraints|requirements)[^/]*[.]txt$|requirements[.]txt$|(^|\/)requirements\/[^/]*[.]txt$/,
    { language: 'text', comment: HASH },
  ],
];

const BY_ENDING: Readonly<Record<string, FileKind>> = {
  py: { language: 'python', comment: HASH },
  pyi: { language: 'python', comment: HASH },
  toml: { language: 'toml', comment: HASH },
  yml: { language: 'yaml', comment: HASH },
  yaml: { language: 'yaml', comment: HASH },
  cfg: { language: 'ini', comment: HASH_ALONE },
  ini: { language: 'ini', comment: HASH_ALONE },
  sh: { language: 'shell', comment: HASH },
  bash: { language: 'shell', comment: HASH },
  tf: { language: 'hcl', comment: HASH },
  sql: { language: 'sql', comment: { open: '--' } },
  js: { language: 'javascript', comment: SLASHES },
  ts: { language: 'typescript', comment: SLASHES },
  md: { language: 'markdown', comment: MARKUP },
  html: { language: 'html', comment: MARKUP },
  xml: { language: 'xml', comment: MARKUP },
  json: { language: 'json' },
  lock: { language: 'text' },
};

/** A name that says nothing is shown as text, in which no comment is known. */
export function fileKind(path: string): FileKind {
  const named = BY_NAME.find(([pattern]) => pattern.test(path));
  if (named) return named[1];
  const ending = /[.]([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(BY_ENDING, ending) ? (BY_ENDING[ending] ?? { language: 'text' }) : { language: 'text' };
}
