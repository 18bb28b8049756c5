import {
  at,
  bodyOf,
  change,
  countCodeLines,
  definePullCheck,
  FILE_START,
  nameText,
  shortName,
} from '../../src/sdk/check.ts';
import type { CodeLines, PathClass, Plain, PullFile, PyNode, PythonFile } from '../../src/sdk/check.ts';

interface Size {
  /** Lines of code. */
  readonly code: number;
  /** Those of them that are tables and texts at the top level. */
  readonly data: number;
  /** The longest classes and functions of the top level, longest first; at most three, and none for a short module. */
  readonly parts: readonly Part[];
}

interface Part {
  readonly name: string;
  readonly code: number;
}

type SizeFact = Plain<Size>;

const OPTIONS = {
  max_code_lines: {
    type: 'integer',
    default: 500,
    min: 50,
    max: 10_000,
    about: 'Lines of code that a module may have; blank lines, comments and docstrings are not counted.',
  },
} as const;

const REFUND = `

def refund(order, lines):
${'    order.account.credit(lines.pop().price)\n'.repeat(30)}    order.close()
`;

export default definePullCheck<SizeFact, typeof OPTIONS>({
  title: 'Module grows past 500 lines of code',
  on: 'pull',
  bullet: 'When to refactor',
  severity: 'notice',
  preset: 'recommended',
  why: `A module of this length does several jobs, and everything in it can reach everything else. The change that takes it over the
    line knows best which part is new, and moving that part out is cheap as long as nobody imports it from here. Where whole files are
    looked at nothing grows, and nothing is said.`,
  whenNotTo:
    'The module is one thing that reads from top to bottom, like a grammar or a table, and nobody works on it in pieces.',
  files: ['*.py'],
  options: OPTIONS,
  examples: [
    {
      title: 'Put what is new into a module of its own',
      bad: change({ 'src/shop/orders.py': orders(499) }, { 'src/shop/orders.py': orders(499, '  # <-') + REFUND }),
      good: change(
        { 'src/shop/orders.py': orders(499) },
        { 'src/shop/orders.py': orders(499), 'src/shop/refunds.py': `"""Refunds."""${REFUND}` },
      ),
    },
  ],
  quiet: [
    // Long before, and moved or cut in two.
    change({ 'src/shop/orders.py': orders(700) }, { 'src/shop/orders.py': orders(703) }),
    change({ 'src/shop/orders.py': orders(700) }, { 'src/shop/orders/__init__.py': orders(706) }),
    change(
      { 'src/shop/orders.py': orders(1300) },
      { 'src/shop/orders.py': orders(700), 'src/shop/prices.py': orders(601) },
    ),
    // Over the line by a little.
    change({ 'src/shop/orders.py': orders(490) }, { 'src/shop/orders.py': orders(505) }),
    // Comments, docstrings and blank lines are no code; a table is data.
    at(
      'src/shop/notes.py',
      `${orders(400)}${'# A note.\n\n'.repeat(200)}def f():\n    """${'Text.\n'.repeat(200)}"""\n`,
    ),
    at(
      'src/shop/rates.py',
      `RATES = {\n${'    "CH": 12,\n'.repeat(700)}}\n\n\ndef rate(country):\n    return RATES[country]\n`,
    ),
    at('tests/test_orders.py', orders(700)),
    at('src/shop/migrations/0001_initial.py', orders(700)),
  ],
  collect: { python: measure },
  // It says nothing of whole files.
  inWholeFiles: () => false,
  *run({ files, options, wholeFiles }) {
    // Whole files have no change that could be cut in two.
    if (wholeFiles) return;
    const limit = options.max_code_lines;
    const isLong = (size: SizeFact | undefined): boolean => size !== undefined && size.code > limit;
    let cut = files.reduce((sum, file) => sum + cutFrom(file, limit), 0);
    for (const { path, status, classes, fact, factBefore } of files) {
      if (!fact || !isLong(fact) || isLong(factBefore) || status === 'context') continue;
      // A few lines more are no part that could move out.
      if (factBefore && fact.code - factBefore.code < limit * PART) continue;
      if (fact.data > fact.code * MOSTLY || LEFT_OUT.some((name) => classes.has(name))) continue;
      cut -= factBefore ? 0 : fact.code;
      // What comes out of a module that was too long already is no new length, give or take its own imports.
      if (!factBefore && cut > -limit / 5) continue;
      yield { path, at: FILE_START, message: describe(fact), key: 'too long' };
    }
  },
});

/** The share of the limit that a change has to add to a module that was there before. */
const PART = 0.05;

/** A share above which one part makes up the whole. */
const MOSTLY = 0.7;

const LEFT_OUT: readonly PathClass[] = ['test', 'migration', 'generated', 'vendored', 'fixture', 'template', 'docs'];

/** `count` lines of code, give or take two. */
function orders(count: number, mark = ''): string {
  const steps = Array.from(
    { length: Math.round((count - 1) / 3) },
    (_, index) => `    def step_${index}(self, order):\n        order.step += 1\n        return order\n`,
  );
  return `"""Orders, from the basket to the parcel."""${mark}\n\n\nclass Orders:\n${steps.join('\n')}`;
}

function measure({
  root,
  lines,
  options,
}: PythonFile & { readonly options: { readonly max_code_lines: number } }): SizeFact {
  const count = countCodeLines({ root, lines });
  const short = count.total <= options.max_code_lines;
  return { code: count.total, data: short ? 0 : dataLines(root, count), parts: short ? [] : partsOf(root, count) };
}

const DATA = /^(dictionary|list|set|tuple|string|concatenated_string)$/;

function dataLines(root: PyNode, count: CodeLines): number {
  const values = bodyOf(root).flatMap((statement) => statement.firstNamedChild?.childForFieldName('right') ?? []);
  return values.filter(({ type }) => DATA.test(type)).reduce((sum, value) => sum + count.within(value), 0);
}

function partsOf(root: PyNode, count: CodeLines): readonly Part[] {
  const parts = bodyOf(root).flatMap((statement) => {
    const definition =
      statement.type === 'decorated_definition' ? statement.childForFieldName('definition') : statement;
    return definition && definition.type.endsWith('_definition')
      ? [{ name: nameText(definition), code: count.within(statement) }]
      : [];
  });
  return parts.sort((a, b) => b.code - a.code).slice(0, 3);
}

/** Lines that a module lost that was too long. A removed file is not parsed; its lines are near enough. */
function cutFrom({ status, fact, factBefore, before = '' }: PullFile<SizeFact>, limit: number): number {
  const then =
    factBefore?.code ??
    (status === 'removed' ? before.split('\n').filter((line) => /^\s*[^\s#]/.test(line)).length : 0);
  return then > limit ? Math.max(0, then - (fact?.code ?? 0)) : 0;
}

function describe({ code, parts }: SizeFact): string {
  const [first] = parts;
  if (first && first.code > code * MOSTLY)
    return `${code} lines of code in one module, ${first.code} of them in ${show(first.name)}: split it.`;
  const large = parts.filter((part) => part.code * 20 > code).map((part) => `${show(part.name)} (${part.code})`);
  if (large.length === 0)
    return `${code} lines of code in one module; put what belongs together into modules of its own.`;
  const sentences = [3, 2].map(
    (most) => `${code} lines of code in one module; ${LIST.format(large.slice(0, most))} could move out.`,
  );
  return sentences.find(({ length }) => length <= 140) ?? sentences.at(-1) ?? '';
}

const LIST = new Intl.ListFormat('en');

function show(name: string): string {
  return `\`${shortName(name, 25)}\``;
}
