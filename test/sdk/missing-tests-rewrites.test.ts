import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Files } from '../../src/core/check-info.ts';
import { logic, SHOP, testOf, untested } from '../support/untested-change.ts';

type Rewrite = readonly [name: string, before: string, after: string, found?: readonly string[]];

/** Statements of a function, fourteen times with another number for each `#`. */
const REWRITES: readonly Rewrite[] = [
  ['prints that become logging', 'print("a", order)', 'logger.info("a %s", order)'],
  ['new lines of logging', 'pass', 'pass\n    logger.debug("step #")'],
  [
    'conditions around logging',
    'pass',
    'if order.debug_#:\n        for line in order:\n            logger.debug("a %s", line)',
  ],
  ['bound loggers', 'pass', 'self._logger.bind(order=order.get(#)).info("a")'],
  ['attributes of a span', 'pass', 'span.set_attribute("order.#", order.id)'],
  ['a % format that becomes an f-string', 'order.a# = "%s: #" % order.name', 'order.a# = f"{order.name}: #"'],
  [
    'a % format of two values',
    'order.say("%s has %d #" % (order.name, order.total))',
    'order.say(f"{order.name!r} has {order.total} #")',
  ],
  [
    'format() that becomes an f-string',
    'order.say("{} has {:>10} #".format(order.name, order.total[#]))',
    'order.say(f"{order.name} has {order.total[#]:>10} #")',
  ],
  [
    'f-strings with other values than before',
    'order.say("%s has %d #" % (order.name, order.total))',
    'order.say(f"{order.name} has {order.sum} #")',
    ['code src/shop/kinds.py: kind'],
  ],
  [
    'an f-string with another text',
    'order.say(f"sell {order.total} #")',
    'order.say(f"keep {order.total} #")',
    ['code src/shop/kinds.py: kind'],
  ],
  [
    'elif that becomes if',
    'if order.a#:\n        return #\n    elif order.b#:\n        return #0',
    'if order.a#:\n        return #\n    if order.b#:\n        return #0',
  ],
  [
    'causes given to exceptions',
    'try:\n        order.a#()\n    except OSError as error:\n        raise ShopError("a")',
    'try:\n        order.a#()\n    except OSError as error:\n        raise ShopError("a") from error',
  ],
  ['casts', 'a# = order.get("a#", (3, 4))[0]', 'a# = typing.cast(dict[str, int], order.get("a#", (3, 4)))[0]'],
  ['a method called cast', 'order.b = order.a#', 'order.b = order.cast(3, a#)', ['code src/shop/kinds.py: kind']],
  [
    'None that is asked for by identity',
    'order.a# = order.b# == None or order.c# != None',
    'order.a# = order.b# is None or order.c# is not None',
  ],
  ['not before and within a comparison', 'order.a# = not order.b# in order.c', 'order.a# = order.b# not in order.c'],
  ['super() that loses its arguments', 'super(Order, self).a#(3)', 'super().a#(3)'],
  [
    'another layout',
    "order.say('a', order.a and order.b, {'x': #, 'y': [1, 2]}); order.b = not (order.c)",
    'order.say(\n        "a",\n        order.a\n        and order.b,\n        {\n            "x": #,\n            "y": [1, 2],\n        },\n    )\n    order.b = not order.c',
  ],
];

type History = readonly [name: string, before: Files, after: Files];

/** A change to the shop: what it adds or writes anew. */
function shop(change: Files): readonly [Files, Files] {
  return [SHOP, { ...SHOP, ...change }];
}

const HISTORIES: readonly History[] = [
  [
    'as many other statements as before in two modules',
    {
      'src/shop/a.py': plain('a', 'order.pack(#)'),
      'src/shop/b.py': plain('b', 'order.ship(#)'),
      'tests/test_a.py': '',
    },
    {
      'src/shop/a.py': plain('a', 'order.wrap(#)'),
      'src/shop/b.py': plain('b', 'order.send(#)'),
      'tests/test_a.py': '',
    },
  ],
  ['a small private helper', ...shop({ 'src/shop/pricing.py': logic('total') + logic('_refund') })],
  [
    'a private helper whose caller is tested anew',
    ...shop({
      'src/shop/pricing.py': logic('total') + logic('_refund'),
      'tests/test_pricing.py': testOf('shop.pricing', 'total') + 'def test_more():\n    assert total(1)\n',
    }),
  ],
  [
    'a representation',
    ...shop({
      'src/shop/pricing.py':
        logic('total') +
        'class Cart:\n    def __repr__(self):\n        if self.x:\n            return "a"\n        if self.y:\n            return "b"\n        return "c"\n',
    }),
  ],
  ['a function that is gone', { ...SHOP, 'src/shop/pricing.py': logic('total') + logic('refund') }, SHOP],
  ['statements that are gone', { ...SHOP, 'src/shop/pricing.py': logic('total') }, SHOP],
  [
    'a condition that is gone',
    SHOP,
    {
      ...SHOP,
      'src/shop/pricing.py': logic('total')
        .replace(/ {8}if.*\n/, '')
        .replace(/ {12}/, '        '),
    },
  ],
  [
    'a new version',
    { ...SHOP, 'src/shop/__init__.py': '__version__ = "1.0"\n' },
    { ...SHOP, 'src/shop/__init__.py': '__version__ = "1.1"\n', 'pyproject.toml': '[project]\n' },
  ],
  [
    'an annotation in another form',
    { ...SHOP, 'src/shop/pricing.py': logic('total').replace('order,', 'order: Optional[Order],') },
    { ...SHOP, 'src/shop/pricing.py': logic('total').replace('order,', 'order: Order | None,') },
  ],
  [
    'a function that becomes a coroutine',
    SHOP,
    { ...SHOP, 'src/shop/pricing.py': logic('total').replace('def ', 'async def ') },
  ],
  [
    'a body that moves into a with block',
    SHOP,
    {
      ...SHOP,
      'src/shop/pricing.py': logic('total')
        .replace(/\n {4}/g, '\n        ')
        .replace('    ', '    with lock:\n        '),
    },
  ],
  [
    'a body that moves into a try block',
    SHOP,
    {
      ...SHOP,
      'src/shop/pricing.py':
        logic('total')
          .replace('    total_sum = 0', '    try:\n        total_sum = 0')
          .replace(/\n {4}(for|if|return)/g, '\n        $1') + '    except OSError:\n        raise\n',
    },
  ],
  [
    'a dataclass',
    ...shop({
      'src/shop/kinds.py':
        '@dataclass\nclass Kind:\n    a: int\n    b: int = 3\n    c: list = field(default_factory=list)\n',
    }),
  ],
  [
    'a model of Django',
    ...shop({
      'src/shop/models.py':
        'class Order(models.Model):\n    name = models.CharField(max_length=3)\n    a = models.IntegerField()\n    b = models.IntegerField()\n    class Meta:\n        ordering = ["name"]\n\n    def __str__(self):\n        return self.name\n',
    }),
  ],
  [
    'a page of the admin',
    ...shop({
      'src/shop/admin.py':
        '@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ["a"]\n    search_fields = ["b"]\n    def total(self, obj):\n        return obj.total\n',
    }),
  ],
  [
    'a table of addresses',
    ...shop({ 'src/shop/urls.py': 'urlpatterns = [\n    path("a", a),\n    path("b", b),\n]\n' }),
  ],
  [
    'exceptions',
    ...shop({
      'src/shop/errors.py':
        'class ShopError(Exception):\n    """Base."""\n\nclass Empty(ShopError):\n    def __init__(self, order):\n        super().__init__(f"empty {order}")\n        self.order = order\n',
    }),
  ],
  ['a stub', ...shop({ 'src/shop/pricing.pyi': 'def total(order): ...\n' })],
  ['Cython', ...shop({ 'src/shop/fast.pyx': logic('vat') })],
  ['a notebook', ...shop({ 'nb/a.ipynb': '{}' })],
  ['a setup.py', ...shop({ 'setup.py': logic('read') })],
  [
    'abstract methods',
    ...shop({
      'src/shop/base.py':
        'class Store(ABC):\n    @abstractmethod\n    def load(self, key): ...\n    @abstractmethod\n    def save(self, key, value):\n        """Save."""\n    @property\n    @abstractmethod\n    def size(self):\n        raise NotImplementedError\n',
    }),
  ],
  [
    'imports by version',
    ...shop({
      'src/shop/compat.py':
        'import sys\n\nif sys.version_info >= (3, 11):\n    import tomllib\nelse:\n    import tomli as tomllib\n',
    }),
  ],
  [
    'an old name that warns',
    SHOP,
    {
      ...SHOP,
      'src/shop/pricing.py':
        logic('sum_up') +
        'def total(*args, **kw):\n    warnings.warn("use sum_up", DeprecationWarning, stacklevel=2)\n    return sum_up(*args, **kw)\n',
    },
  ],
  ['other ends of lines', SHOP, { ...SHOP, 'src/shop/pricing.py': logic('total').replaceAll('\n', '\r\n') }],
];

/** A function of six statements. */
function plain(name: string, statement: string): string {
  const body = Array.from({ length: 6 }, (_, index) => `    ${statement.replace('#', String(index))}\n`);
  return `def ${name}(order):\n${body.join('')}`;
}

function rewritten(statement: string): Files {
  const body = Array.from({ length: 14 }, (_, index) => `    ${statement.replaceAll('#', String(index))}\n`);
  return { ...SHOP, 'src/shop/kinds.py': `def kind(self, order):\n${body.join('')}` };
}

describe('a change that does the same in other words', () => {
  for (const [name, before, after, found = []] of REWRITES) {
    test(`${found.length === 0 ? 'needs no test for' : 'needs one for'} ${name}`, () => {
      assert.deepEqual(untested(rewritten(before), rewritten(after)), found);
    });
  }
});

describe('a change with nothing in it to test', () => {
  for (const [name, before, after] of HISTORIES) {
    test(`needs no test for ${name}`, () => {
      assert.deepEqual(untested(before, after), []);
    });
  }
});
