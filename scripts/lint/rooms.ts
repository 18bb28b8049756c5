/** What the files of a room may import beside each other. */
interface Room {
  /** Paths that this line is for. The first line that fits counts, so that single files stand before their room. */
  readonly at: RegExp;
  /** Rooms or single files of ours. */
  readonly ours: readonly string[];
  /** Packages and Node modules; an object names all that may be taken from one. */
  readonly theirs: readonly (string | Part)[];
  /** It imports paths that are only known when it runs. */
  readonly dynamic?: true;
}

interface Part {
  readonly from: string;
  readonly only: readonly string[];
}

/** Pure rooms may hash; they may not draw random numbers. */
const HASHES: Part = { from: 'node:crypto', only: ['createHash', 'createHmac', 'timingSafeEqual'] };
/** What a room that keeps files needs of Node. */
const MACHINE = ['node:crypto', 'node:fs', 'node:fs/promises', 'node:os', 'node:path', 'node:timers/promises'];
const CORE = ['src/core/'];
const REVIEW = ['src/core/', 'src/sdk/', 'src/engines/', 'src/config/'];

/**
 * Who may import what. A room or package that is not here is refused, so that a new one starts with a line in this table;
 * docs/decisions/0001-rooms-and-tool-chain.md says why the lines are where they are.
 */
export const ROOMS: readonly Room[] = [
  { at: /^src\/core\/versions\.ts$/, ours: [], theirs: ['@renovatebot/pep440'] },
  { at: /^src\/core\//, ours: [], theirs: ['diff', 'minimatch', 'node:buffer', HASHES] },

  { at: /^src\/sdk\/load\.ts$/, ours: CORE, theirs: ['node:fs/promises', 'node:url'], dynamic: true },
  { at: /^src\/sdk\//, ours: CORE, theirs: [] },

  { at: /^checks\/[^/]+\/chapter\.ts$/, ours: ['src/sdk/chapter.ts'], theirs: [] },
  { at: /^checks\//, ours: ['src/sdk/check.ts'], theirs: [] },

  { at: /^src\/engines\/ruff/, ours: CORE, theirs: ['@astral-sh/ruff-wasm-nodejs', 'node:module'] },
  { at: /^src\/engines\/python/, ours: CORE, theirs: ['web-tree-sitter', 'node:module'] },
  { at: /^src\/engines\/toml/, ours: CORE, theirs: ['smol-toml', 'toml-eslint-parser'] },
  { at: /^src\/engines\/yaml/, ours: CORE, theirs: ['yaml'] },
  { at: /^src\/engines\/dockerfile/, ours: CORE, theirs: ['dockerfile-ast'] },
  { at: /^src\/engines\/requirements/, ours: CORE, theirs: ['pip-requirements-js', '@renovatebot/pep440'] },
  {
    at: /^src\/engines\/secret/,
    ours: CORE,
    theirs: ['@secretlint/core', '@secretlint/secretlint-rule-preset-recommend', '@secretlint/types'],
  },
  { at: /^src\/engines\//, ours: CORE, theirs: [] },

  { at: /^src\/config\//, ours: CORE, theirs: ['minimatch', 'yaml', 'zod', HASHES] },

  { at: /^src\/review\/file-clock\.ts$/, ours: [], theirs: ['node:timers/promises', 'node:worker_threads'] },
  { at: /^src\/review\/thread\.ts$/, ours: REVIEW, theirs: ['node:worker_threads'] },
  { at: /^src\/review\/pool\.ts$/, ours: REVIEW, theirs: ['piscina', 'node:os', 'node:url'] },
  { at: /^src\/review\//, ours: REVIEW, theirs: [HASHES] },

  { at: /^src\/publish\//, ours: ['src/core/', 'src/docs/'], theirs: [HASHES] },
  { at: /^src\/output\//, ours: ['src/core/', 'src/docs/'], theirs: [HASHES] },
  { at: /^src\/docs\//, ours: ['src/core/', 'src/sdk/'], theirs: [] },
  { at: /^src\/people\//, ours: CORE, theirs: [] },

  {
    at: /^src\/github\//,
    ours: ['src/core/', 'src/config/'],
    theirs: ['probot', '@octokit/rest', 'zod', 'node:buffer', 'node:crypto', 'node:timers/promises'],
  },
  {
    at: /^src\/git\//,
    ours: ['src/core/', 'src/config/'],
    theirs: ['node:buffer', 'node:child_process', 'node:fs', 'node:fs/promises', 'node:path'],
  },
  { at: /^src\/queue\/compile-pglite\.ts$/, ours: CORE, theirs: ['node:fs', 'node:v8'] },
  {
    at: /^src\/queue\/make-database\.ts$/,
    ours: CORE,
    theirs: ['node:child_process', 'node:events', 'node:url', ...MACHINE],
  },
  {
    at: /^src\/queue\//,
    ours: CORE,
    theirs: ['pg', 'pg-boss', '@electric-sql/pglite', 'zod', ...MACHINE],
  },
];

/** Wiring, and what is not part of the App: they import what they need. */
export const FREE = /^(?:src\/(?:(?:app|cli)\/)?[a-z-]+\.ts|(?:demo|bench|test|scripts)\/.+)$/;
