import {
  at,
  change,
  createDefHistories,
  definePullCheck,
  defsOf,
  plainName,
  py,
  shortName,
  spanOnLine,
} from '../../src/sdk/check.ts';
import type { DefFact, DefFacts, PathClass, PullFile, Span } from '../../src/sdk/check.ts';

const OPTIONS = {
  max_complexity: {
    type: 'integer',
    default: 15,
    min: 5,
    max: 100,
    about: 'McCabe’s number up to which a function that was there before is never reported.',
  },
  max_new: {
    type: 'integer',
    default: 20,
    min: 5,
    max: 100,
    about: 'The same for a new function.',
  },
  min_growth: {
    type: 'integer',
    default: 5,
    min: 1,
    max: 50,
    about: 'By how much the number of an existing function has to grow.',
  },
} as const;

const RUSH = `    if order.rush and order.weight > 20:
        fee *= 3
    elif order.rush:
        fee *= 2
    for parcel in order.parcels:
        if parcel.fragile:
            fee += 4
    try:
        fee -= order.voucher.amount
    except LookupError:
        fee += 0
`;

export default definePullCheck<DefFacts, typeof OPTIONS>({
  title: 'Function that became much more complex',
  on: 'pull',
  bullet: 'Metrics',
  severity: 'notice',
  preset: 'recommended',
  why: `Each fork doubles what a reader has to keep in mind and adds a path that wants a test. A function rarely starts out tangled:
    it gets there a branch at a time, and the change that adds the branches is the cheapest moment to split it. Where whole files
    are looked at nothing grows, and nothing is said.`,
  whenNotTo: 'The branches are a flat list of cases that reads like a table, or the function is about to be replaced.',
  files: ['*.py'],
  options: OPTIONS,
  examples: [
    {
      title: 'Put what is new into a function of its own',
      bad: change({ 'src/shop/fees.py': fee('') }, { 'src/shop/fees.py': fee(RUSH, '  # <-') }),
      good: change(
        { 'src/shop/fees.py': fee('') },
        {
          'src/shop/fees.py': `${fee('    fee = rush_fee(fee, order)\n')}\n\ndef rush_fee(fee, order):\n${RUSH}    return fee\n`,
        },
      ),
    },
  ],
  quiet: [
    // It grows by two, or shrinks, however complex it is.
    change({ 'src/shop/a.py': branches(20, 'route') }, { 'src/shop/a.py': branches(22, 'route') }),
    change({ 'src/shop/a.py': branches(30, 'route') }, { 'src/shop/a.py': branches(20, 'route') }),
    // Moved to another file or class, or renamed.
    change(
      { 'src/shop/a.py': branches(20, 'route'), 'src/shop/b.py': 'x = 1\n' },
      { 'src/shop/a.py': 'x = 1\n', 'src/shop/b.py': branches(22, 'route') },
    ),
    change({ 'src/shop/a.py': branches(20, 'route') }, { 'src/shop/b.py': `# Routes.\n${branches(20, 'route')}` }),
    change({ 'src/shop/a.py': branches(20, 'route') }, { 'src/shop/a.py': branches(20, 'choose_route') }),
    // Cut in two.
    change(
      { 'src/shop/a.py': branches(40, 'route') },
      { 'src/shop/a.py': `${branches(20, 'route')}\n\n${branches(20, 'route_abroad')}` },
    ),
    // New, and of a size that many functions have.
    at('src/shop/a.py', branches(18, 'route')),
    at('tests/test_routes.py', branches(30, 'test_route')),
    at(
      'src/shop/codes.py',
      py`
        def label(code):
            match code:
${Array.from({ length: 20 }, (_, index) => `                case ${index}:\n                    return "${index}"`).join('\n')}
      `,
    ),
  ],
  collect: { python: ({ root }) => defsOf(root) },
  // It says nothing of whole files.
  inWholeFiles: () => false,
  *run({ files, options, wholeFiles }) {
    // Whole files have no change that could have made anything more complex.
    if (wholeFiles) return;
    const sources = files.filter(isSource);
    const historyOf = createDefHistories(sources);
    for (const file of sources) {
      const { before, shrunkBy } = historyOf(file);
      let extracted = shrunkBy;
      const tangled = (file.fact ?? []).filter(({ tangle }) => tangle > options.max_complexity);
      const found = tangled.filter((def) => {
        const old = before(def);
        if (old) return old !== 'unknown' && def.tangle - old.tangle >= options.min_growth;
        extracted -= def.tangle - 1;
        return extracted < 0 && def.tangle > options.max_new;
      });
      for (const def of found.filter(({ name }) => !found.some((inner) => inner.name.startsWith(`${name}.`))))
        yield { path: file.path, at: placeOf(def), message: describe(def, before(def)), key: def.name };
    }
  },
});

function fee(more: string, mark = ''): string {
  const countries = ['CH', 'NO', 'GB', 'US', 'CA', 'AU', 'NZ', 'JP', 'BR', 'MX', 'ZA', 'IN'];
  const tariff = countries.map(
    (country, index) => `    if order.country == "${country}":\n        fee += ${index + 2}\n`,
  );
  return `def fee(order):${mark}\n    fee = 5\n${tariff.join('')}${more}    return fee\n`;
}

/** A function of as many paths as it has branches, and one. */
function branches(count: number, name: string): string {
  const body = Array.from({ length: count }, (_, index) => `    if order.lines > ${index}:\n        print(order)\n`);
  return `def ${name}(order):\n${body.join('')}`;
}

const LEFT_OUT: readonly PathClass[] = ['test', 'migration', 'generated', 'vendored', 'fixture', 'template'];

function isSource({ classes, status }: PullFile<DefFacts>): boolean {
  return status !== 'context' && !LEFT_OUT.some((name) => classes.has(name));
}

function placeOf(def: DefFact): Span {
  return spanOnLine(def.line, def.col, def.col + plainName(def).length);
}

function describe(def: DefFact, old: DefFact | 'unknown' | undefined): string {
  const name = shortName(def.name);
  return old && old !== 'unknown'
    ? `\`${name}\` grows from ${old.complexity} to ${def.complexity} paths in this change; give some of them a function of their own.`
    : `\`${name}\` has ${def.complexity} paths through it; give some of them a function of their own.`;
}
