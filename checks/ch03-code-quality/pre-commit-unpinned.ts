import { defineCheck, isTable, listAt, shortName, textAtPath, yaml } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'pre-commit hook on a moving revision',
  on: 'yaml',
  bullet: 'Automation',
  severity: 'warning',
  preset: 'recommended',
  why: `pre-commit looks a branch up once, when it installs the hook, and never again. So everybody has the state of the day on which they
    installed it: two people see different findings for the same commit, and continuous integration sees a third.`,
  whenNotTo: 'The hooks are the team’s own and are meant to change under everybody at once.',
  files: ['.pre-commit-config.yaml', '.pre-commit-config.yml'],
  examples: [
    {
      title: 'Name a release; `pre-commit autoupdate` moves it',
      bad: yaml`
        repos:
          - repo: https://github.com/astral-sh/ruff-pre-commit
            rev: main  # <-
            hooks:
              - id: ruff-check
      `,
      good: yaml`
        repos:
          - repo: https://github.com/astral-sh/ruff-pre-commit
            rev: v0.14.2
            hooks:
              - id: ruff-check
      `,
    },
    {
      title: 'A revision is not optional',
      bad: yaml`
        repos:
          - repo: https://github.com/pre-commit/pre-commit-hooks  # <-
            hooks: [{ id: check-toml }]
          - repo: https://github.com/psf/black
            rev: refs/heads/22.x  # <-
            hooks: [{ id: black }]
      `,
      good: yaml`
        repos:
          - repo: https://github.com/pre-commit/pre-commit-hooks
            rev: v6.0.0
            hooks: [{ id: check-toml }]
          - repo: https://github.com/psf/black
            rev: 25.9.0
            hooks: [{ id: black }]
      `,
    },
  ],
  quiet: [
    yaml`
      repos:
        - repo: local
          hooks: [{ id: types, name: types, entry: mypy, language: system }]
        - repo: meta
          hooks: [{ id: check-hooks-apply }]
        - repo: builtin
          hooks: [{ id: trailing-whitespace }]
        - repo: https://github.com/pycqa/isort
          rev: c235f5e450b4b84e58d114ed4c589cbf454175a3 # frozen: 5.13.2
          hooks: [{ id: isort }]
        - repo: https://github.com/acme/hooks
          rev: 22.3
          hooks: [{ id: a }]
        - repo: https://github.com/acme/other
          rev: release-2024b
          hooks: [{ id: b }]
    `,
    yaml`
      ci: { autofix_prs: false }
      default_language_version: { python: python3.13 }
    `,
  ],
  *run({ documents }) {
    const [document] = documents;
    for (const [index, entry] of listAt(document?.data, 'repos').entries()) {
      const name = textAtPath(entry, 'repo');
      if (!document || !isTable(entry) || name === undefined || /^(local|meta|builtin)$/.test(name)) continue;
      const { rev } = entry;
      const path = ['repos', index, rev === undefined ? 'repo' : 'rev'];
      const at = document.spanOf(path);
      const message = problemOf(rev);
      if (at && message !== undefined) yield { at, message, key: `${name} ${String(rev)}` };
    }
  },
});

/** Tags have a number; a name without one is a branch, as are lines of maintenance. */
function problemOf(rev: unknown): string | undefined {
  if (rev === undefined || rev === null || rev === '')
    return 'pre-commit refuses a repository without `rev`; name a release.';
  if (typeof rev !== 'string') return undefined;
  const isBranch = !/\d/.test(rev) || rev.startsWith('refs/heads/') || /(^|[./-])\d+\.x$/.test(rev);
  return isBranch
    ? `\`${shortName(rev)}\` is a branch, and everybody has it as of another day; name a release.`
    : undefined;
}
