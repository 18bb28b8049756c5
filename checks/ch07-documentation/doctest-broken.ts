import {
  at,
  change,
  definePullCheck,
  docstringOf,
  examplesInDocstring,
  examplesInText,
  freshItems,
  lineSpan,
  matchesIn,
  nodesIn,
  py,
  text,
} from '../../src/sdk/check.ts';
import type { DocExample, Plain, SourceFile, Span } from '../../src/sdk/check.ts';

interface Broken {
  /** The example itself. */
  readonly key: string;
  readonly at: Span;
  readonly message: string;
}

type Fact = readonly Broken[];

/** A prompt where a line of a docstring may start. */
const PROMPTED = /(?:^|["'])[^\S\n]*>>>(?:\s|$)/gm;

export default definePullCheck<Plain<Fact>>({
  title: 'Example that does not parse',
  on: 'pull',
  bullet: 'Doc tests',
  severity: 'notice',
  preset: 'recommended',
  why: `Readers copy examples before they read anything else. One with a missing bracket tells them that nobody ever ran it; a doctest that
    does not parse tests nothing.`,
  whenNotTo: 'The example is not meant to run: tag its fence `text`, or end its line with `# doctest: +SKIP`.',
  files: ['*.py', '*.md', '*.rst'],
  places: (file) => (file.text.includes('>>>') && !isLeftOut(file) ? matchesIn(file.text, PROMPTED) : []),
  examples: [
    {
      title: 'Try it before the reader does',
      bad: py`
        def total(prices):
            """The sum of the prices.

            >>> total([1, 2)  # <-
            3
            >>> total([3, 4)

            >>> for price in [1, 2]:  # <-
            >>>     total([price])
            1
            """
            return sum(prices)
      `,
      good: py`
        def total(prices):
            """The sum of the prices.

            >>> total([1, 2])
            3
            >>> total([3, 4])
            7

            >>> for price in [1, 2]:
            ...     total([price])
            1
            2
            """
            return sum(prices)
      `,
    },
    {
      title: 'A backslash in a docstring needs an `r` in front',
      bad: py`
        def lines(text):
            """Its lines.

            >>> lines("a\\nb")
            ['a', 'b']
            >>> lines("a\nb")  # <-
            ['a', 'b']
            """
            return text.split("\\n")
      `,
      good: py`
        def lines(text):
            r"""Its lines.

            >>> lines("a\nb")
            ['a', 'b']
            """
            return text.split("\n")
      `,
    },
    {
      title: 'Fences are read too',
      bad: at(
        'README.md',
        text`
          # Shop

          \`\`\`python
          from shop import Cart

          cart = Cart(
          cart.add("tea")  <!-- <- -->
          \`\`\`
        `,
      ),
      good: at(
        'README.md',
        text`
          # Shop

          \`\`\`python
          from shop import Cart

          cart = Cart()
          cart.add("tea")
          \`\`\`
        `,
      ),
    },
  ],
  quiet: [
    // Left out, shells, placeholders, answers, and errors that are the point.
    py`
      def load(path):
          """Load it.

          >>> load(path  # doctest: +SKIP
          >>> load(<your path>)
          >>> load(path, ...) of your own
          >>> %timeit load(path)
          >>> !ls
          >>> load?
          >>> load("a"
          ... )
          Orders(<3 orders>) at 0x7f (
          >>> load("a",
                   "b")
          Orders
          >>> %(name)s(path)
          >>> load("a", "b") + \
              load("c")
          >>> print("a"); eval("1 +")
          Traceback (most recent call last):
              ...
          SyntaxError: invalid syntax
          >>> 1 +
          SyntaxError: invalid syntax
          >>> with open(path) as file:
          ...     file.read()
          ...
          ''
          >>> await load(path)
          >>>
          >>> load("c")"""
    `,
    // No docstring, and no example.
    py`
      TEXT = """
      >>> total([1, 2)
      """

      def total(prices):
          f"""
          >>> total([1, 2)
          """
          return ">>> total([1, 2)"
    `,
    at(
      'docs/usage.md',
      text`
        \`\`\`console
        >>> total([1, 2)
        \`\`\`

        \`\`\`text
        total([1, 2)
        \`\`\`

        \`\`\`python
        total(prices: list[int]) -> int
        total(prices: list[int], rates) -> int
        \`\`\`

        \`\`\`python
        else:
            total(prices)
        \`\`\`

        \`\`\`python
        cart = Cart(<your name>)
        def add(...):
        \`\`\`

        \`\`\`python
        --8<-- "examples/cart.py"
        cart.add(
        \`\`\`

        \`\`\`python
        $ pip install shop
        $ shop serve
        \`\`\`

        \`\`\`python
            def add(self, item):
                self.items.append(item)
        \`\`\`

        \`\`\`python
        def add(self, item):
            # your code here
        \`\`\`

        \`\`\`pycon
        >>> total([1, 2)
        \`\`\`
      `,
    ),
    at('docs/usage.rst', 'Usage\n=====\n\n>>> total([1, 2])\n3\n\n    $ shop serve (\n'),
    at('tests/test_docs.py', '"""\n>>> total([1, 2)\n"""\n'),
    // It was like this before.
    change(
      { 'README.md': '>>> x\n\n```python\ntotal(\ntotal(\n```\n' },
      { 'README.md': '>>> x\n\nMore.\n\n```python\ntotal(\ntotal(\n```\n' },
    ),
  ],
  collect: {
    python(file): Plain<Fact> | undefined {
      if (isLeftOut(file)) return undefined;
      const owners = [file.root, ...nodesIn(file.root, ['function_definition', 'class_definition'], { nested: true })];
      const docstrings = owners.flatMap((owner) => docstringOf(owner) ?? []).filter(({ type }) => type === 'string');
      return brokenIn(docstrings.flatMap(examplesInDocstring), file);
    },
    text(file): Plain<Fact> | undefined {
      if (file.path.endsWith('.py') || isLeftOut(file)) return undefined;
      return brokenIn(examplesInText(file.path, file.lines), file);
    },
  },
  *run({ files }) {
    for (const file of files)
      for (const { at: place, message, key } of freshItems(file)) yield { path: file.path, at: place, message, key };
  },
});

function isLeftOut({ classes }: SourceFile): boolean {
  return ['test', 'fixture', 'generated', 'vendored', 'template'].some((name) =>
    [...classes].some((one) => one === name),
  );
}

/** Parts examples such that none goes on in the next. */
const APART = '\npass\n';

function brokenIn(examples: readonly DocExample[], file: SourceFile): Plain<Fact> {
  const fails = (code: string): boolean => file.syntaxErrorIn?.(code) !== undefined;
  // One question for all of them, where all is well.
  if (examples.length === 0 || !fails(examples.map(({ code }) => code).join(APART))) return [];
  // What follows a mistake in the same paragraph follows from it.
  return [...Map.groupBy(examples, ({ paragraph }) => paragraph).values()].flatMap((paragraph) => {
    const first = paragraph.find((example) => breaks(example, file));
    if (!first) return [];
    const { code, written } = first;
    const error = file.syntaxErrorIn?.(code);
    if (!error) return [];
    const isEscape = written !== undefined && !fails(written);
    const isPrompt = paragraph.length > 1 && !fails(paragraph.map((one) => one.code).join('\n'));
    const length = (written ?? code).split('\n').length;
    const line = first.line + (isEscape || isPrompt ? 0 : Math.min(error.span.line, length) - 1);
    const { col, endLine, endCol } = lineSpan(file.lines, line);
    const message = isEscape ? ESCAPE : isPrompt ? PROMPT : messageFor(error.message);
    return [{ key: code, at: { line, col, endLine, endCol }, message }];
  });
}

/** Of an example without prompts on all but its first line. */
const MOST_LINES = 40;

/** It does not parse, neither by itself nor with the lines behind it, where the prompts may have been left out. */
function breaks({ code, answer }: DocExample, file: SourceFile): boolean {
  const error = file.syntaxErrorIn?.(code);
  if (!error || isFragment(error.message)) return false;
  const ends = answer.slice(0, MOST_LINES).keys();
  return !ends.some((end) => !file.syntaxErrorIn?.([code, ...answer.slice(0, end + 1)].join('\n')));
}

/** A head without its body is shown for what it says. */
function isFragment(message: string): boolean {
  return /Expected an indented block after (function|class)/.test(message);
}

const ESCAPE =
  'Python reads the backslash before doctest sees it, and the example breaks there: write `r"""` in front.';
const PROMPT = 'Each `>>>` starts a new example, and this one is not over: lines that go on from it start with `...`.';

function messageFor(error: string): string {
  const what = error.replace(/^SyntaxError: /, '').replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return `Whoever tries this example gets a SyntaxError: ${what}`.slice(0, 138).replace(/\.?$/, '.');
}
