import { at, change, definePullCheck, py, spanOf } from '../../src/sdk/check.ts';
import type { Plain, PullFile, PyNode, PythonFile, Span } from '../../src/sdk/check.ts';

interface Blanket {
  readonly form: Form;
  readonly span: Span;
  /** The code that a colon is missing before; else empty. */
  readonly code: string;
  /** It is plain what is meant: nothing is said of it, but it shows how a team works. */
  readonly plain: boolean;
  /** The comment with the code before it: the same suppression wherever the line goes. */
  readonly key: string;
}

type Form = keyof typeof FORMS;
type Blankets = readonly Plain<Blanket>[];

/** What each form silences, and how it is narrowed. */
const FORMS = {
  noqa: 'This `noqa` silences every rule on its line, also those of next year; name the one that is meant: `# noqa: E501`.',
  colon: 'Without its colon this `noqa` silences every rule on its line; write `# noqa: CODE`.',
  file: 'This silences every rule in the whole file; name the rules, or list them under `per-file-ignores`.',
  pylint: 'This silences all that Pylint has to say here; name the messages: `# pylint: disable=line-too-long`.',
  nosec: 'This silences every security test on its line; name the one that is meant: `# nosec B602`.',
};

// One module-level pattern a form, so that each can be read by itself. What follows the word is what narrows it.
const PATTERNS: readonly (readonly [Form, RegExp])[] = [
  ['file', /^#\s*(?:ruff|flake8)\s*[:=]\s*noqa\b(?!\s*:\s*[a-z]+\d)/i],
  ['colon', /#\s*noqa\s+[A-Z]{1,4}\d{2,4}\b/],
  ['noqa', /#\s*noqa\b(?!\s*:\s*(?:[a-z]+\d|[a-z]+-[a-z]))/i],
  ['pylint', /#\s*pylint\s*:\s*(?:skip-file\b|disable\s*=\s*(?:[\w-]+\s*,\s*)*all\b)/],
  ['nosec', /#\s*nosec\b(?!\s*:?\s*(?:B\d{3}|[a-z]+_[a-z_]+))/],
];

export default definePullCheck({
  title: 'Suppression that silences everything',
  on: 'pull',
  bullet: 'Balance',
  severity: 'notice',
  preset: 'recommended',
  why: `A suppression that names no rule also silences the next mistake on its line, and every rule that the team turns on later.
    With the rule’s name beside it, it says what was decided, and can be taken out when it is no longer needed.`,
  whenNotTo:
    'The line or the file is written by a tool and belongs to no linter at all; then leave it out in the linter’s settings.',
  files: ['*.py'],
  places: /noqa|pylint|nosec/gi,
  examples: [
    {
      title: 'Name the rule',
      bad: py`
        total = eval(formula)  # noqa  # <-
        label = f"{order.number} {order.customer.name}"  # noqa E501  # <-
      `,
      good: py`
        total = eval(formula)  # noqa: S307
        label = f"{order.number} {order.customer.name}"  # noqa: E501
      `,
    },
    {
      title: 'Name it for the other tools, too',
      bad: py`
        # pylint: skip-file  # <-
        import subprocess

        def restart(service):
            subprocess.run(["systemctl", "restart", service])  # nosec - fixed list  # <-
      `,
      good: py`
        # pylint: disable=missing-docstring
        import subprocess

        def restart(service):
            subprocess.run(["systemctl", "restart", service])  # nosec B603 - fixed list
      `,
    },
    {
      title: 'Name the rules of a whole file',
      bad: py`
        # ruff: noqa  # <-
        PRICES = {"apple": 1.2}
      `,
      good: py`
        # ruff: noqa: E501
        PRICES = {"apple": 1.2}
      `,
    },
  ],
  quiet: [
    py`
      import os  # noqa:F401
      import re  #NOQA : F401,E402
      import sys  # the console's own  # noqa: F401
      x = f(y)  # type: ignore  # pragma: no cover
      z = eval(x)  # nosec: B307
      w = eval(x)  # nosec eval_used
      v = g(x)  # pylint: disable=invalid-name,broad-except
      u = h(x)  # noqa: trailing-whitespace
    `,
    // A long line, and a reason.
    `total = price_of_everything_that_is_in_the_basket(basket.lines, basket.customer, basket.day)  # noqa\n`,
    `total = basket.price(customer)  # type: ignore[return-value, call-overload, arg-type]  # noqa\n`,
    at(
      'src/shop/ways.py',
      `${'total = price_of_everything_that_is_in_the_basket(basket.lines, basket.customer, basket.day)  # noqa\n'.repeat(20)}x = l  # noqa\n`,
    ),
    py`
      # The console looks for this name.
      _hidden_ = True  # noqa
      l = 1  # noqa: the formula has it, too
    `,
    at('src/shop/shared/__init__.py', '# flake8: noqa\n\nfrom .orders import *\n\n__all__ = ["Order"]\n'),
    at('src/shop/bad.py', '# Input for the linter.\n# flake8: noqa\nx=1\n'),
    // Text, and a comment that speaks of them.
    py`
      HELP = "write # noqa, or # nosec"
      # noqa is no help here, and nosec neither.
      MARK = re.compile(r"#\\s*noqa")
    `,
    // It was there before: the line only moved, to another file as well.
    change(
      { 'src/shop/a.py': 'import os  # noqa\nimport re\n', 'src/shop/b.py': 'x = 1\n' },
      { 'src/shop/a.py': 'import re\n', 'src/shop/b.py': 'x = 1\nimport os  # noqa\n' },
    ),
    // On an import it is plain what is meant; and some teams write it everywhere.
    py`
      from shop.models import *  # noqa
      from shop.orders import (  # NOQA
          Order,
      )
    `,
    change(
      { 'src/shop/a.py': 'total = eval(text)  # noqa\n'.repeat(5) },
      { 'src/shop/a.py': 'total = eval(text)  # noqa\n'.repeat(5) + 'price = eval(text)  # noqa\n' },
    ),
    at('src/shop/many.py', Array.from({ length: 21 }, (_, index) => `a${index} = eval(text)  # nosec\n`).join('')),
    at('tests/test_cart.py', 'def test_cart():\n    assert cart == None  # noqa\n'),
    at('src/shop/shop_pb2.py', 'import os  # noqa\n'),
  ],
  collect: { python: findBlankets },
  suspects: ({ text }) => /noqa|pylint|nosec/i.test(text),
  *run({ files }) {
    const known = new Map<string, number>();
    for (const { factBefore = [] } of files)
      for (const { key } of factBefore) known.set(key, (known.get(key) ?? 0) + 1);
    const isWay = createWays(files);
    for (const file of files.filter(isOwn)) {
      for (const { form, span, code, plain, key } of file.fact ?? []) {
        // A test is full of lines that break rules for a purpose.
        if (plain || isWay(form) || (file.classes.has('test') && OF_LINES.has(form))) continue;
        const count = known.get(key) ?? 0;
        known.set(key, count - 1);
        if (count <= 0) yield { path: file.path, at: span, message: FORMS[form].replace('CODE', code), key };
      }
    }
  },
});

/** So many at once, or so many before, are how a team works, and no slip. */
const WAY_AT_ONCE = 20;
const WAY_BEFORE = 5;

function createWays(files: readonly PullFile<Blankets>[]): (form: Form) => boolean {
  const count = (form: Form, blankets: Blankets): number => blankets.filter((one) => one.form === form).length;
  const now = files.filter(isOwn).flatMap(({ fact }) => fact ?? []);
  const then = files.flatMap(({ factBefore }) => factBefore ?? []);
  return (form) => count(form, now) > WAY_AT_ONCE || count(form, then) >= WAY_BEFORE;
}

function findBlankets({ root, text, lines }: PythonFile): Blankets {
  if (!/noqa|pylint|nosec/i.test(text)) return [];
  return root.descendantsOfType('comment').flatMap((comment) => blanketIn(comment, lines));
}

function blanketIn(comment: PyNode, lines: readonly string[]): Blankets {
  const before = (lines[comment.startPosition.row] ?? '').slice(0, comment.startPosition.column).trim();
  // What a `noqa` on an import is for is plain, and it can hide little else.
  const isImport = /^(from|import)\b/.test(before) || /\bimport\s*\($/.test(before);
  const found = PATTERNS.find(([, pattern]) => pattern.test(comment.text));
  // Alone on its line, a suppression of one line silences nothing; nor does that of a file beside code.
  const alone = before === '';
  if (!found || (alone ? OF_LINES.has(found[0]) : found[0] === 'file')) return [];
  if (found[0] === 'noqa' && isImport) return [];
  if (
    found[0] === 'file' &&
    (isComment(lines[comment.startPosition.row - 1]) || !comment.parent?.namedChildren.some(isCode))
  )
    return [];
  const code = /noqa\s+([A-Z]+\d+)/i.exec(comment.text)?.[1] ?? '';
  const plain = found[0] === 'noqa' && isPlain(comment, lines);
  return [
    { form: found[0], span: { ...spanOf(comment) }, code, plain, key: `${found[0]} ${before.replace(/\s+/g, '')}` },
  ];
}

/** The longest line that a linter lets pass unless told otherwise. */
const LONGEST_LINE = 79;

/** A long line leaves no doubt about the rule; and a reason, behind the word or in the line above, is what was asked for. */
function isPlain(comment: PyNode, lines: readonly string[]): boolean {
  const { row, column } = comment.startPosition;
  const code = (lines[row] ?? '').slice(0, column) + comment.text.replace(/\s*#\s*noqa.*/i, '');
  const reason = /noqa\s*:\s*(\S.*)$/i.exec(comment.text)?.[1] ?? '';
  return code.trimEnd().length > LONGEST_LINE || /[a-z] [a-z]/i.test(reason) || isComment(lines[row - 1]);
}

function isComment(line: string | undefined): boolean {
  return /^\s*#.*[a-z]/i.test(line ?? '');
}

function isCode({ type, text }: PyNode): boolean {
  return type !== 'comment' && !/^(['"]|from .* import|import |__\w+__\s*\+?=)/.test(text);
}

/** Forms that silence their own line only. */
const OF_LINES: ReadonlySet<Form> = new Set<Form>(['noqa', 'colon', 'nosec']);

const LEFT_OUT = ['generated', 'vendored', 'fixture', 'template'] as const;

function isOwn({ classes, status }: PullFile<Blankets>): boolean {
  return status !== 'context' && !LEFT_OUT.some((name) => classes.has(name));
}
