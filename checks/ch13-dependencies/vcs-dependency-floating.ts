import {
  at,
  change,
  declaredDependencies,
  definePullCheck,
  floatingAddress,
  floatingOrigin,
  freshItems,
  text,
  toml,
  uvSources,
} from '../../src/sdk/check.ts';
import type {
  DependencyOrigin,
  Floating,
  Plain,
  RequirementsFile,
  Severity,
  Span,
  TomlFile,
} from '../../src/sdk/check.ts';

/** A dependency whose place can change. */
interface Item {
  readonly key: string;
  readonly name: string;
  readonly floating: Plain<Floating>;
  readonly development: boolean;
  readonly at: Plain<Span>;
}

export default definePullCheck<Plain<readonly Item[]>>({
  title: 'Dependency on something that moves',
  on: 'pull',
  bullet: 'Pinning',
  severity: 'warning',
  preset: 'recommended',
  why: `A branch is whatever was pushed to it last: two installs of the same commit of yours get different code, and whoever can
    push there can run code in your builds. A commit, or at least a tag, says what was tested.`,
  whenNotTo: 'The job is there to test against the newest state of the other repository.',
  files: [
    'pyproject.toml',
    'Pipfile',
    'requirements*.txt',
    '*requirements.txt',
    '**/requirements/*.txt',
    'constraints*.txt',
    '*requirements*.in',
    '**/requirements/*.in',
  ],
  examples: [
    {
      title: 'Name the commit in requirements',
      bad: at(
        'requirements.txt',
        text`
          shoplib @ git+https://github.com/acme/shoplib.git@main  # <-
          git+ssh://git@github.com/acme/ledger.git#egg=ledger  # <-
          audit @ https://github.com/acme/audit/archive/refs/heads/stable.zip  # <-
        `,
      ),
      good: at(
        'requirements.txt',
        text`
          shoplib @ git+https://github.com/acme/shoplib.git@4f1c2ab0c0ffee0000000000000000000000abcd
          git+ssh://git@github.com/acme/ledger.git@v2.4.1#egg=ledger
          audit @ https://github.com/acme/audit/archive/refs/tags/v1.3.zip
        `,
      ),
    },
    {
      title: 'Name the commit or tag in pyproject.toml',
      bad: toml`
        [project]
        name = "shop"
        dependencies = [
          "shoplib @ git+https://github.com/acme/shoplib.git",  # <-
          "ledger",
        ]
        [tool.uv.sources]
        ledger = { git = "https://github.com/acme/ledger", branch = "release" }  # <-
        [tool.poetry.dependencies]
        audit = { git = "https://github.com/acme/audit.git", rev = "develop" }  # <-
      `,
      good: toml`
        [project]
        name = "shop"
        dependencies = [
          "shoplib @ git+https://github.com/acme/shoplib.git@v3.1.0",
          "ledger",
        ]
        [tool.uv.sources]
        ledger = { git = "https://github.com/acme/ledger", rev = "9a1b7c3" }
        [tool.poetry.dependencies]
        audit = { git = "https://github.com/acme/audit.git", tag = "release-2024-11" }
      `,
    },
  ],
  quiet: [
    at(
      'requirements.txt',
      text`
        requests==2.32.3
        -e .
        ./wheels/ledger-1.0-py3-none-any.whl
        git+file:///srv/git/ledger
        shoplib @ git+https://github.com/acme/shoplib.git@1.4
        svn+https://svn.example/ledger/trunk@4711#egg=ledger
        audit @ git+https://github.com/acme/audit@\${AUDIT_REF}
        model @ https://files.example/model-3.7.1-py3-none-any.whl
        plain @ https://files.example/plain.tar.gz#sha256=${'a'.repeat(64)}
        https://files.example/other.tar.gz --hash=sha256:${'b'.repeat(64)}
        hotfix @ git+https://github.com/acme/hotfix@fix-123
        # git+https://github.com/acme/old.git@main
      `,
    ),
    toml`
      [project]
      name = "shop"
      dependencies = ["ledger>=2"]
      [tool.uv.sources]
      ledger = { workspace = true }
      ui = { path = "../ui" }
      torch = { index = "pytorch" }
    `,
    // It was there before, on another line.
    change(
      { 'requirements.txt': 'shoplib @ git+https://github.com/acme/shoplib.git@main\n' },
      { 'requirements.txt': 'flask==3.0.3\nshoplib @ git+https://github.com/acme/shoplib.git@main\n' },
    ),
  ],
  collect: { toml: declaredItems, requirements: requiredItems },
  *run({ files, tree }) {
    for (const file of files) {
      if (file.classes.has('fixture') || file.classes.has('vendored') || file.classes.has('template')) continue;
      for (const item of freshItems(file)) {
        const pinned = !file.path.endsWith('.txt') && hasLock(file.path, tree);
        const severity: Severity =
          pinned || item.development || item.floating.kind === 'archive' ? 'notice' : 'warning';
        yield { path: file.path, at: item.at, message: sentence(item, pinned), severity, key: item.key };
      }
    }
  },
});

function declaredItems(file: TomlFile): readonly Item[] | undefined {
  const items = [
    ...declaredDependencies(file).map(({ name, origin, role, at: place }) =>
      itemOf({ name, origin, development: role === 'development', at: place }),
    ),
    ...uvSources(file).map(({ name, origin, at: place }) => itemOf({ name, origin, development: false, at: place })),
  ].flatMap((item) => item ?? []);
  return items.length > 0 ? items : undefined;
}

interface Found {
  readonly name: string;
  readonly origin: DependencyOrigin | undefined;
  readonly development: boolean;
  readonly at: Span;
}

function itemOf({ name, origin, development, at: place }: Found): Item | undefined {
  const floating = origin && floatingOrigin(origin);
  return floating && { key: `${name} ${JSON.stringify(floating)}`, name, floating, development, at: { ...place } };
}

function requiredItems({ requirements }: RequirementsFile): readonly Item[] | undefined {
  const items = requirements.flatMap(({ kind, name, target = '', hashes, span }): readonly Item[] => {
    const floating =
      (kind === 'url' || kind === 'editable') && hashes.length === 0 ? floatingAddress(target) : undefined;
    const called = name ?? target.replace(/^.*[/]/, '');
    return floating
      ? [{ key: `${called} ${JSON.stringify(floating)}`, name: called, floating, development: false, at: { ...span } }]
      : [];
  });
  return items.length > 0 ? items : undefined;
}

/** A lock beside the file, or above it in a workspace, keeps the commit. */
function hasLock(path: string, tree: ReadonlySet<string>): boolean {
  const folders = path.split('/').slice(0, -1);
  const above = [...folders.map((_, index) => `${folders.slice(0, folders.length - index).join('/')}/`), ''];
  return above.some((folder) =>
    ['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock', 'pylock.toml'].some((lock) => tree.has(folder + lock)),
  );
}

function sentence({ name, floating }: Item, pinned: boolean): string {
  const subject = `\`${shorten(name)}\``;
  const remedy = pinned ? 'only the lock keeps the commit; name it, or a tag.' : 'name a commit or a tag.';
  switch (floating.kind) {
    case 'default-branch':
      return `${subject} is whatever its repository's default branch holds: ${remedy}`;
    case 'branch':
      return `${subject} is whatever the branch \`${shorten(floating.name)}\` holds: ${remedy}`;
    case 'archive':
      return `The archive of ${subject} can change at its address: take one of a tag, or add its \`#sha256=…\`.`;
    case 'http':
      return `${subject} comes over plain HTTP, where anyone on the way can change it: use HTTPS and add its \`#sha256=…\`.`;
  }
}

function shorten(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name;
}
