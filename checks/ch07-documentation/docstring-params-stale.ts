import {
  at,
  bodyOf,
  decoratorsOf,
  defineCheck,
  docstringOf,
  documentedNames,
  nameText,
  nodesIn,
  parametersOf,
  positionalArguments,
  py,
} from '../../src/sdk/check.ts';
import type { DocumentedName, Draft, Parameter, PyNode } from '../../src/sdk/check.ts';

/** A line that describes a parameter, or a heading over such lines. */
const SECTION =
  /^\s*:(?:param|parameter|arg|argument|key|keyword|type)\s|^\s*(?:(?:Keyword )?(?:Args|Arguments)|(?:Other )?Parameters|Params):?\s*$/gm;

export default defineCheck({
  title: 'Docstring that describes a parameter that is gone',
  on: 'python',
  bullet: 'Coverage',
  severity: 'warning',
  preset: 'recommended',
  excludes: ['test'],
  why: `Readers believe the docstring before they read the code. One that names a parameter that is not there costs them a
    TypeError, or an hour.`,
  whenNotTo: 'A decorator that this check does not see adds the parameter.',
  fixes: true,
  mentions: [':param', ':arg', ':type', ':key', 'Args:', 'Arguments:', 'Parameters', 'Params:'],
  places: SECTION,
  examples: [
    {
      title: 'Rename it in both places',
      bad: py`
        def charge(order, currency):
            """Take the money.

            Args:
                order: What was bought.
                curency: ISO code of the currency.  # <-
            """
            return gateway.charge(order.total, currency)
      `,
      good: py`
        def charge(order, currency):
            """Take the money.

            Args:
                order: What was bought.
                currency: ISO code of the currency.
            """
            return gateway.charge(order.total, currency)
      `,
    },
    {
      title: 'Take out what was removed',
      bad: py`
        class Clinic:
            def book(self, patient, day):
                """Book a visit.

                :param patient: who comes
                :param day: when
                :param room: where  # <-
                :type room: str
                """
                return Visit(patient, day)
      `,
      good: py`
        class Clinic:
            def book(self, patient, day):
                """Book a visit.

                :param patient: who comes
                :param day: when
                """
                return Visit(patient, day)
      `,
    },
    {
      title: 'A class documents how it is made',
      bad: py`
        class Grid:
            """Points at equal distances.

            Parameters
            ----------
            width : int
                Points in a row.
            heigth : int  # <-
                Rows.
            """

            def __init__(self, width, height):
                self.points = width * height
      `,
      good: py`
        class Grid:
            """Points at equal distances.

            Parameters
            ----------
            width : int
                Points in a row.
            height : int
                Rows.
            """

            def __init__(self, width, height):
                self.points = width * height
      `,
    },
  ],
  quiet: [
    at('tests/a.py', 'def f(x):\n    """F.\n\n    :param x: a\n    :param y: b\n    """\n'),
    // Keys of **options, values of *parts, stars written or not.
    py`
      def fetch(url, *parts, **options):
          """Fetch a page.

          Args:
              url: Where.
              *parts: More of the path.
              timeout: Seconds to wait.
              **options: See there.
          """
    `,
    // Several names on one line, types, defaults, words that only look like entries.
    py`
      def distance(x1, x2, *, scale=1.0, unit="km"):
          """Distance.

          Parameters
          ----------
          x1, x2 : float
              Places.
          scale : float, optional
              Default: 1.
          unit : {'km', 'mile'}
              Note: not checked.

          Returns
          -------
          length : float
          """
    `,
    py`
      def convert(text: str, strict: bool = False) -> str:
          """Convert.

          Args:
              text (str): What to convert, with options such as
                  width: of a line
                  height: of a page
              strict (bool, optional): Whether to fail.
              Note: both may be empty.

          Raises:
              ValueError: never
          """
    `,
    // A decorator may add it, a wrapper may hand it on, and fields of a dataclass are parameters.
    py`
      @inject_session
      def load(order, session=None):
          """Load.

          :param order: which
          :param user: who asks
          """

      def retry(times):
          """Try again.

          :param times: how often
          :param job: what
          """
          def wrap(job):
              return job
          return wrap

      @dataclass
      class Point:
          """A point.

          Args:
              x: across
              y: up
          """
          x: int
          y: int

      class Child(Base):
          """A child.

          Args:
              name: who
              parent: of whom
          """
          def __init__(self, name):
              super().__init__(name)
    `,
    py`
      def settings(node):
          """Settings.

          :param node: which
          :returns: a dictionary

          All of them have these:

          :param name: what it is called
          :param value: what it is
          :param lowest: how low it may be
          """
    `,
    // Nothing that is described is a parameter: these are not the function's.
    py`
      def register(commands):
          """Adds the commands.

          Arguments:
              serve: starts the server
              stop: stops it
          """
    `,
    // An overload or a stub of something with another signature.
    py`
      class Model:
          def forward(self, *args):
              """Run.

              Args:
                  images: pixels
              """
    `,
  ],
  nodes: { function_definition: findInFunction, class_definition: findInClass },
});

/** Decorators that leave the parameters as they are. */
const PLAIN =
  /^(staticmethod|classmethod|abstractmethod|override|final|abc\.abstractmethod|typing\.\w+|contextmanager|asynccontextmanager|contextlib\.\w+|(functools\.)?(lru_cache|cache|singledispatch)\b.*|asyncio\.coroutine)$/;

function* findInFunction(definition: PyNode): Iterable<Draft> {
  if (decoratorsOf(definition).some(({ text }) => !PLAIN.test(text))) return;
  const inner = nodesIn(definition, ['function_definition', 'lambda'], { nested: true }).filter(
    ({ id }) => id !== definition.id,
  );
  yield* compare(docstringOf(definition), parametersOf(definition), inner);
}

/** A class whose own \`__init__\` is all there is to how it is made. */
function* findInClass(definition: PyNode): Iterable<Draft> {
  if (decoratorsOf(definition).length > 0 || positionalArguments(definition).some(({ text }) => text !== 'object'))
    return;
  const makers = bodyOf(definition).filter((one) => /^__(init|new|call)__$/.test(nameText(one)));
  const [only] = makers;
  if (only?.type === 'function_definition' && makers.length === 1 && nameText(only) === '__init__')
    yield* compare(docstringOf(definition), parametersOf(only), []);
}

function* compare(
  docstring: PyNode | undefined,
  parameters: readonly Parameter[],
  inner: readonly PyNode[],
): Iterable<Draft> {
  if (docstring?.type !== 'string' || parameters.some(({ kind }) => kind === 'args' || kind === 'kwargs')) return;
  const documented = documentedNames(docstring);
  const known = new Set(parameters.map(({ name }) => name));
  const elsewhere = new Set(inner.flatMap((one) => parametersOf(one).map(({ name }) => name)));
  const stale = documented.filter(({ name }) => !known.has(name) && !elsewhere.has(name) && !NO_PARAMETER.test(name));
  // Where few of the names fit, it is about something else: the keys of what comes back, say.
  const fitting = new Set(documented.flatMap(({ name }) => (known.has(name) ? [name] : []))).size;
  if (stale.length === 0 || fitting === 0 || new Set(stale.map(({ name }) => name)).size > fitting + 1) return;
  const missing = [...known].filter(
    (name) => !/^(self|cls|_.*)$/.test(name) && !documented.some((one) => one.name === name),
  );
  for (const same of Map.groupBy(stale, ({ name }) => name).values()) yield* draftFor(same, stale, missing);
}

/** Types in the place of names are another mistake. */
const NO_PARAMETER = /^(self|cls|none|args|kwargs|str|int|bool|float|dict|list|tuple|set|string|object)$/i;

/** One draft for all places that describe a name, which a fix mends together. */
function* draftFor(
  same: readonly DocumentedName[],
  stale: readonly DocumentedName[],
  missing: readonly string[],
): Iterable<Draft> {
  const [first] = same;
  if (!first) return;
  const { name, at: place } = first;
  const short = name.length > 40 ? `${name.slice(0, 39)}…` : name;
  const [other] = missing;
  const isRenamed = other !== undefined && missing.length === 1 && new Set(stale.map((one) => one.name)).size === 1;
  if (!isRenamed) {
    yield { at: place, message: `There is no parameter \`${short}\`: take it out of the docstring, or rename it.` };
    return;
  }
  const edits = same.map((one) => ({ span: one.at, text: other }));
  yield {
    at: place,
    message: `There is no parameter \`${short}\`; \`${other.length > 40 ? `${other.slice(0, 39)}…` : other}\` is not described.`,
    fix: { title: `Rename it to ${other}`, edits, safe: isNear(name, other) },
  };
}

/** At most two letters added, left out or changed. */
function isNear(a: string, b: string): boolean {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return (row.at(-1) ?? 9) <= 2;
}
