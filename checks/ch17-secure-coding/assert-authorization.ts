import {
  at,
  defineCheck,
  nameText,
  enclosingFunction,
  ownName,
  py,
  quoted,
  rootOf,
  spanOf,
  unwrapped,
  wordsOfName,
} from '../../src/sdk/check.ts';
import type { PyNode } from '../../src/sdk/check.ts';

/** What a person may or is, by the name of an attribute or a function. */
const RIGHT =
  /^_*((is|has)_)?(admin|administrator|staff|superuser|superadmin|moderator)$|^_*(is_)?(authenticated|authorized|authorised)(_user)?$|^(has|have|check|user_has|user_can)_(perm|perms|permission|permissions|any_permission|object_permission|module_perms|role|roles|scope|scopes|access)$|^can_(view|edit|delete|read|write|access|manage|create|update|change|publish|approve)(_\w+)?$/;
const HELD = /^(role|roles|permission|permissions|scopes|granted_scopes|groups|privileges)$/;
const OWNED =
  /^(owner|owner_id|user_id|tenant|tenant_id|author|author_id|created_by|created_by_id|account_id|organization_id|organisation_id)$/;
const PEOPLE: ReadonlySet<string> = new Set([
  'user',
  'account',
  'member',
  'principal',
  'actor',
  'requester',
  'caller',
  'tenant',
  'customer',
  'identity',
  'viewer',
]);
/** Things that sign in themselves; asking whether they did is no decision about a person. */
const CLIENTS: ReadonlySet<string> = new Set(
  'self cls client connection conn session api transport ftp imap smtp http driver browser response'.split(' '),
);

/** An `assert` and, before long, a word that makes it a question of rights. */
const QUESTION =
  /\bassert\b[^]{0,500}?(?:admin|staff|superuser|moderator|authenticated|authori[sz]ed|(?:has|have|check|can)_|user|account|member|principal|actor|requester|caller|tenant|customer|identity|viewer)/i;

export default defineCheck({
  title: 'Permission checked by `assert`',
  on: 'python',
  sameAs: ['S101'],
  bullet: 'OWASP Top 10',
  severity: 'error',
  preset: 'recommended',
  why: `\`python -O\` leaves every \`assert\` out, and with it the only thing between a visitor and this code. An \`if\` that raises is
    there in every mode, and says whose mistake it was.`,
  whenNotTo: 'The decision was made before, and the assertion only tells readers so.',
  excludes: ['test', 'script'],
  places: /\bassert\b/g,
  examples: [
    {
      title: 'Ask with `if`',
      bad: py`
        def delete(user, order):
            assert user.is_staff, "only for staff"  # <-
            assert order.owner_id == user.id  # <-
            order.delete()
      `,
      good: py`
        def delete(user, order):
            if not user.is_staff or order.owner_id != user.id:
                raise PermissionError("only for staff")
            order.delete()
      `,
    },
    {
      title: 'Roles and rights',
      bad: py`
        class Ward:
            def discharge(self, request, patient):
                assert request.user.has_perm("ward.discharge")  # <-
                assert "doctor" in request.user.roles and patient.stable  # <-
                patient.discharge()
      `,
      good: py`
        class Ward:
            def discharge(self, request, patient):
                if not request.user.has_perm("ward.discharge") or "doctor" not in request.user.roles:
                    raise PermissionError("only doctors discharge")
                assert patient.stable
                patient.discharge()
      `,
    },
  ],
  quiet: [
    // For the type checker.
    py`
      from shop import User

      def basket(request, user, scope, tenant):
          assert user is not None
          assert isinstance(request.user, User)
          assert request.user.is_admin is not None
          assert user
          assert scope["type"] == "http"
          assert tenant, "no tenant"
          assert user.id
          return user.basket
    `,
    // What the program keeps true by itself.
    py`
      import threading

      class Lock:
          def release(self):
              assert self.owner == threading.get_ident()
              assert self.authenticated, "call login() first"

          def send(self, client, node, roles, chart):
              assert client.is_authenticated
              assert node.role == "button"
              assert len(roles) == 2
              assert chart.owner == node
              assert "admin" in roles
    `,
    py`
      def check(user, result):
          assert result.name == user.name
          assert user.groups is not None, "user.is_admin"
          if not user.is_admin:
              raise PermissionError
    `,
    at('tests/test_user.py', 'def test_admin(user):\n    assert user.is_admin\n'),
    at('shop/testing/checks.py', 'def assert_admin(user):\n    assert user.is_admin\n'),
  ],
  mentions: ['assert'],
  suspects: ({ text }) => QUESTION.test(text),
  nodes: {
    *assert_statement(statement) {
      const owner = enclosingFunction(statement);
      if (owner && /^_*(test|assert)/.test(nameText(owner))) return;
      const asked = findQuestion(statement.firstNamedChild);
      if (!asked) return;
      yield {
        at: spanOf(statement),
        message: `\`python -O\` skips this question about ${quoted(asked.text)}; ask with \`if\` and raise \`PermissionError\`.`,
      };
    },
  },
});

/** The part of a condition that decides what somebody may do. */
function findQuestion(condition: PyNode | null): PyNode | undefined {
  const node = unwrapped(condition);
  switch (node?.type) {
    case 'boolean_operator':
      return findQuestion(node.childForFieldName('left')) ?? findQuestion(node.childForFieldName('right'));
    case 'not_operator':
      return findQuestion(node.childForFieldName('argument'));
    case 'comparison_operator':
      return isDecision(node) ? node : undefined;
    case 'call':
      return isRight(node.childForFieldName('function')) ? node : undefined;
    default:
      return node && isRight(node) ? node : undefined;
  }
}

function isRight(node: PyNode | null): boolean {
  const name = ownName(node);
  if (!node || name === undefined || !RIGHT.test(name)) return false;
  const receiver = node.type === 'attribute' ? node.childForFieldName('object') : undefined;
  return !receiver || !/authenticated|authori[sz]ed/.test(name) || !CLIENTS.has(ownName(receiver) ?? rootOf(receiver));
}

/** `user.role == "admin"`, `"edit" in user.permissions`, `order.owner_id == user.id`; None on either side is no decision. */
function isDecision(comparison: PyNode): boolean {
  const [left, right, ...more] = comparison.namedChildren.map((side) => unwrapped(side));
  if (!left || !right || more.length > 0 || /\bnot in\b|!=|[<>]/.test(operatorsOf(comparison))) return false;
  if (left.type === 'none' || right.type === 'none') return false;
  if (isRight(left) || isRight(right)) return true;
  const isHeld = (side: PyNode): boolean =>
    side.type === 'attribute' && HELD.test(ownName(side) ?? '') && isPerson(side.childForFieldName('object'));
  if (isHeld(left) || isHeld(right)) return true;
  const isOwned = (side: PyNode): boolean =>
    side.type === 'attribute' && OWNED.test(ownName(side) ?? '') && !isPerson(side.childForFieldName('object'));
  return (isOwned(left) && isPersonOrId(right)) || (isOwned(right) && isPersonOrId(left));
}

function operatorsOf(comparison: PyNode): string {
  return comparison.children
    .filter((child) => !comparison.namedChildren.some(({ id }) => id === child.id))
    .map(({ text }) => text)
    .join(' ');
}

/** `user`, `request.user`, `current_user`. */
function isPerson(node: PyNode | null): boolean {
  return PEOPLE.has(wordsOfName(ownName(node) ?? '').at(-1) ?? '');
}

function isPersonOrId(node: PyNode): boolean {
  if (isPerson(node)) return true;
  return (
    node.type === 'attribute' &&
    /^(id|pk|tenant_id|user_id|uuid)$/.test(ownName(node) ?? '') &&
    (isPerson(node.childForFieldName('object')) || rootOf(node) === 'request')
  );
}
