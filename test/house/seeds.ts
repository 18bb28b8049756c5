/** The borders once more, as the decision record has them: a slip in the linter's own table must not pass unseen. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/core': [],
  'src/sdk': ['src/core'],
  'src/engines': ['src/core'],
  'src/config': ['src/core'],
  'src/review': ['src/core', 'src/sdk', 'src/engines', 'src/config'],
  'src/publish': ['src/core', 'src/docs'],
  'src/output': ['src/core', 'src/docs'],
  'src/docs': ['src/core', 'src/sdk'],
  'src/people': ['src/core'],
  'src/github': ['src/core', 'src/config'],
  'src/git': ['src/core', 'src/config'],
  'src/queue': ['src/core'],
  'checks/ch05-testing': [],
};
const PURE = [
  'src/core',
  'src/sdk',
  'src/engines',
  'src/config',
  'src/review',
  'src/publish',
  'src/output',
  'src/docs',
  'src/people',
  'checks/ch05-testing',
];
const NODE = [
  'node:fs',
  'node:net',
  'node:http',
  'node:child_process',
  'node:worker_threads',
  'node:os',
  'node:process',
];
const OUTSIDE = ['src/worker.ts', 'demo/thing.ts', 'bench/thing.ts', 'test/thing.ts', 'scripts/thing.ts'];

export interface Seed {
  readonly file: string;
  readonly text: string;
  /** The rule that must speak; undefined where all must be silent. */
  readonly rule: string | undefined;
  readonly about: string;
}

const PAIRS = Object.keys(MAY_IMPORT).flatMap((from) =>
  Object.keys(MAY_IMPORT)
    .filter((to) => to !== from)
    .map((to) => ({ from, to, may: MAY_IMPORT[from]?.includes(to) })),
);

/** Each seed is a file of its own; what it imports exists, and imports nothing. */
export const SEEDS: readonly Seed[] = [
  ...PAIRS.map(({ from, to, may }, index) => ({
    file: `${from}/to-room-${index}.ts`,
    text: `import { thing } from '${up(from)}${to}/thing.ts';\n\nexport const other = thing;\n`,
    rule: may ? undefined : 'house(rooms)',
    about: `${from} ${may ? 'may' : 'may not'} import ${to}`,
  })),
  ...Object.keys(MAY_IMPORT).flatMap((from) =>
    OUTSIDE.map((to, index) => ({
      file: `${from}/to-outside-${index}.ts`,
      text: `import { thing } from '${up(from)}${to}';\n\nexport const other = thing;\n`,
      rule: 'house(rooms)',
      about: `${from} may not import ${to}`,
    })),
  ),
  ...PURE.flatMap((room) =>
    NODE.map((name, index) => ({
      file: `${room}/to-node-${index}.ts`,
      text: `import * as thing from '${name}';\n\nexport const other = thing;\n`,
      rule: 'house(rooms)',
      about: `${room} may not import ${name}`,
    })),
  ),
  ...PURE.flatMap((room) => [
    impure(room, 'process.env', 'process.env'),
    impure(room, 'the console', "console.log('x')"),
    impure(room, 'the clock', 'Date.now()'),
    impure(room, 'the other clock', 'performance.now()'),
    impure(room, 'the network', "fetch('x')"),
    impure(room, 'a timer', 'setTimeout(String, 1)'),
    impure(room, 'all of these by another name', 'globalThis.process'),
    impure(room, 'random numbers', 'Math.random()', 'eslint(no-restricted-properties)'),
  ]),
  ...Object.entries({
    'a re-export': "export { thing } from '../review/thing.ts';\n",
    'a re-export of everything': "export * from '../review/thing.ts';\n",
    'an import of types only':
      "import type { thing } from '../review/thing.ts';\n\nexport type Other = typeof thing;\n",
    'an import for its effect': "import '../review/thing.ts';\n",
    'a dynamic import': "export const other = import('../review/thing.ts');\n",
    'a dynamic import of a template': 'export const other = import(`../review/thing.ts`);\n',
    'a dynamic import of a variable': "const path = '../review/thing.ts';\nexport const other = import(path);\n",
    'the type of an import': "export type Other = import('../review/thing.ts').Thing;\n",
    'a way around by its own folder': "export { thing } from './../review/thing.ts';\n",
    'a way around by an allowed folder': "export { thing } from '../core/../review/thing.ts';\n",
    'random numbers of node:crypto': "export { randomUUID } from 'node:crypto';\n",
    'all of node:crypto': "import * as crypto from 'node:crypto';\n\nexport const other = crypto;\n",
    'a package of another room': "export { PGlite } from '@electric-sql/pglite';\n",
  }).map(([about, text], index) => ({
    file: `src/core/way-${index}.ts`,
    text,
    rule: 'house(rooms)',
    about: `no ${about}`,
  })),
  seed(
    'checks/ch05-testing/package.ts',
    "export { minimatch } from 'minimatch';\n",
    'house(rooms)',
    'a check may not import a package',
  ),
  seed(
    'checks/ch05-testing/sibling.ts',
    "export { thing } from './thing.ts';\n",
    'house(rooms)',
    'a check may not import another check',
  ),
  seed(
    'checks/ch05-testing/loader.ts',
    "export { thing } from '../../src/sdk/load.ts';\n",
    'house(rooms)',
    'a check may not import the loader',
  ),
  seed(
    'checks/ch05-testing/good.ts',
    "import { thing } from '../../src/sdk/check.ts';\n\nexport default thing;\n",
    undefined,
    'a check may import the sdk',
  ),
  seed(
    'src/engines/other.ts',
    "export { parse } from 'yaml';\n",
    'house(rooms)',
    'an engine may not import the package of another',
  ),
  seed(
    'src/engines/yaml-more.ts',
    "export { parse } from 'yaml';\n",
    undefined,
    'an engine may import its own package',
  ),
  seed(
    'src/newroom/thing.ts',
    "export { thing } from '../core/thing.ts';\n",
    'house(rooms)',
    'a new folder has to be made a room',
  ),
  seed(
    'src/review/fork.ts',
    "export { Piscina } from 'piscina';\n",
    'house(rooms)',
    'only pool.ts of the review starts threads',
  ),
  seed(
    'src/app.ts',
    "export { thing } from './queue/thing.ts';\nexport { other } from './review/to-room-0.ts';\n",
    undefined,
    'wiring may import every room',
  ),
  seed(
    'src/core/round-a.ts',
    "import { b } from './round-b.ts';\n\nexport const a = (): unknown => b;\n",
    'import(no-cycle)',
    'no cycle',
  ),
  seed(
    'src/core/round-b.ts',
    "import { a } from './round-a.ts';\n\nexport const b = (): unknown => a;\n",
    'import(no-cycle)',
    'no cycle from the other side',
  ),
  seed('src/core/default.ts', 'export default 1;\n', 'import(no-default-export)', 'no default export'),
  seed('src/core/any.ts', 'export const other: any = 1;\n', 'typescript(no-explicit-any)', 'no any'),
  seed(
    'src/core/assertion.ts',
    "export const other = JSON.parse('1') as number;\n",
    'house(reasoned-assertion)',
    'no assertion without a reason',
  ),
  seed(
    'src/core/bang.ts',
    'export const other = [1].at(0)!;\n',
    'house(reasoned-assertion)',
    'no exclamation mark without a reason',
  ),
  seed(
    'src/core/reason.ts',
    "// The text is ours, and a number.\nexport const other = JSON.parse('1') as number;\n",
    undefined,
    'an assertion with its reason',
  ),
  seed(
    'src/core/arrow.ts',
    'export const other = (): number => 1;\n',
    'house(function-declarations)',
    'no arrow function at the top level',
  ),
  seed(
    'src/core/SomeName.ts',
    'export const other = 1;\n',
    'unicorn(filename-case)',
    'no file name that is not kebab-case',
  ),
  seed(
    'src/core/floating.ts',
    'export function other(): void {\n  Promise.resolve(1);\n}\n',
    'typescript(no-floating-promises)',
    'no promise that nobody waits for',
  ),
  seed(
    'src/core/long.ts',
    `${'// A line.\n'.repeat(301)}export const other = 1;\n`,
    'eslint(max-lines)',
    'no file of more than 300 lines',
  ),
  seed(
    'src/github/environment.ts',
    "export const other = process.env['X'];\n",
    'node(no-process-env)',
    'only the wiring reads the environment',
  ),
  seed(
    'src/queue/console.ts',
    "export function other(): void {\n  console.log('x');\n}\n",
    'eslint(no-console)',
    'no console in a room',
  ),
];

function seed(file: string, text: string, rule: string | undefined, about: string): Seed {
  return { file, text, rule, about };
}

function impure(room: string, about: string, code: string, rule = 'eslint(no-restricted-globals)'): Seed {
  const file = `${room}/impure-${about.replaceAll(/\W/g, '-')}.ts`;
  return {
    file,
    text: `export function other(): unknown {\n  return ${code};\n}\n`,
    rule,
    about: `${room} may not touch ${about}`,
  };
}

/** From a file of the room to the root. */
function up(room: string): string {
  return '../'.repeat(room.split('/').length);
}

/** What the seeds import. */
export const TARGETS: readonly string[] = [
  ...Object.keys(MAY_IMPORT).map((room) => `${room}/thing.ts`),
  ...OUTSIDE,
  'src/sdk/check.ts',
  'src/sdk/load.ts',
];
