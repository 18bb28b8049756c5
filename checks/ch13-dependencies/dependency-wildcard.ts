import {
  at,
  declaredDependencies,
  defineCheck,
  FILE_START,
  tableAt,
  text,
  textAtPath,
  toml,
  uvSources,
} from '../../src/sdk/check.ts';
import type { DeclaredDependency, TomlFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Dependency that takes any version',
  on: 'toml',
  bullet: 'Tools',
  severity: 'warning',
  preset: 'recommended',
  why: `"Any version" also means the oldest, and the next major one with its breaking changes. The range is what tells a resolver,
    and whoever installs the package without your lock, which versions the code was written for.`,
  whenNotTo: 'The dependency is used through one function that every version has.',
  files: ['pyproject.toml', 'Pipfile'],
  excludes: ['test', 'docs', 'script'],
  options: {
    pipfile: {
      type: 'boolean',
      default: false,
      about: 'Also look at Pipfiles, where `pipenv install` itself writes `"*"` and the lock has the versions.',
    },
  },
  examples: [
    {
      title: 'Say from which version on (Poetry)',
      bad: toml`
        [tool.poetry.dependencies]
        python = "*"  # <-
        requests = "*"  # <-
        celery = { version = "*", extras = ["redis"] }  # <-
      `,
      good: toml`
        [tool.poetry.dependencies]
        python = "^3.12"
        requests = "^2.32"
        celery = { version = "^5.4", extras = ["redis"] }
      `,
    },
    {
      title: 'Say from which version on (standard metadata)',
      bad: toml`
        [project]
        name = "shop"
        version = "1.0"
        dependencies = [
          "httpx>=0.27",
          "pillow",  # <-
          "structlog >= 0",  # <-
        ]
      `,
      good: toml`
        [project]
        name = "shop"
        version = "1.0"
        dependencies = [
          "httpx>=0.27",
          "pillow>=10.3",
          "structlog>=24.1",
        ]
      `,
    },
  ],
  quiet: [
    // Tools for development, other groups and extras, and what the build needs.
    toml`
      [build-system]
      requires = ["hatchling"]
      [project]
      name = "shop"
      dependencies = ["httpx>=0.27", "shop[pdf]"]
      [project.optional-dependencies]
      pdf = ["reportlab"]
      [dependency-groups]
      dev = ["pytest", "ruff"]
      [tool.poetry.group.dev.dependencies]
      mypy = "*"
    `,
    // It comes from somewhere else than an index.
    toml`
      [project]
      name = "shop"
      dependencies = ["ledger", "audit @ https://files.example/audit-1.0.tar.gz", "ui"]
      [tool.uv.sources]
      ledger = { workspace = true }
      ui = [{ path = "../ui", marker = "sys_platform == 'linux'" }, { git = "https://git.example/ui", tag = "v2" }]
      [tool.poetry.dependencies]
      worker = { path = "../worker", develop = true }
      billing = { git = "https://git.example/billing", tag = "v3" }
    `,
    // The range is in [project]; Poetry's table only says where to look.
    toml`
      [project]
      name = "shop"
      dependencies = ["httpx>=0.27,<1"]
      [tool.poetry.dependencies]
      httpx = { source = "internal" }
    `,
    // Something to copy, and to try.
    at('assets/templates/dashboard/pyproject.toml', '[project]\nname = "dashboard"\ndependencies = ["shop"]\n'),
    at('examples/orders/pyproject.toml', '[project]\nname = "orders"\ndependencies = ["shop"]\n'),
    at(
      'Pipfile',
      text`
        [packages]
        flask = "*"
      `,
    ),
  ],
  *run(file) {
    // What is copied by others to begin with takes the newest on purpose.
    if (/(^|\/)(templates?|skeletons?|cookiecutter[^/]*)\//.test(file.path)) return;
    const isPipfile = file.path.endsWith('Pipfile');
    if (isPipfile && !file.options.pipfile) return;
    const elsewhere = new Set(
      uvSources(file)
        .filter(({ origin }) => Object.keys(origin).length > 0)
        .map(({ name }) => name),
    );
    const own = textAtPath(file.data, 'project', 'name')
      ?.replace(/[-_.]+/g, '-')
      .toLowerCase();
    const all = declaredDependencies(file);
    for (const dependency of all.filter(({ role }) => role === 'runtime')) {
      const { name, specifier, origin, notation, at: place } = dependency;
      if (origin || elsewhere.has(name) || name === own || !takesAny(dependency)) continue;
      if (
        all.some(
          (other) => other !== dependency && other.name === name && other.specifier !== '' && other.role === 'runtime',
        )
      )
        continue;
      const message = `\`${name.slice(0, 40)}\` may be any version${specifier === '' ? '' : ` (\`${specifier.slice(0, 12)}\`)`}: say from which one on the code works.`;
      yield { at: place, message, key: name, ...(notation === 'poetry' ? {} : { severity: 'notice' }) };
    }
    yield* anyPython(file);
  },
});

/** A requirement without a range, or with one that leaves nothing out. Poetry wants a version or a place; without one, another table has it. */
function takesAny({ specifier, notation }: DeclaredDependency): boolean {
  return notation === 'pep508'
    ? /^(>=0(\.0)*)?$/.test(specifier)
    : /^(\*|>=0(\.0)*)$/.test(specifier.replace(/\s/g, ''));
}

function* anyPython(file: TomlFile) {
  const poetry = tableAt(file.data, 'tool', 'poetry', 'dependencies');
  if (poetry['python'] !== '*' || textAtPath(file.data, 'project', 'requires-python') !== undefined) return;
  const place = file.spanOf(['tool', 'poetry', 'dependencies', 'python']) ?? FILE_START;
  yield {
    at: place,
    message: 'Any Python may install this, also one that cannot run it: say from which version on it works.',
    key: 'python',
  };
}
