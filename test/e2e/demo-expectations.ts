/** What the demo's pull request is made for: `path:line`, and a piece of that line so that a shifted table is noticed. */
export type Place = readonly [check: string, place: string, text: string];

/** Findings with a comment on their line. */
export const COMMENTED: readonly Place[] = [
  ['ch07/dead-relative-link', 'docs/ebooks.md:4', 'renewing.md'],
  ['ch13/requirement-unpinned', 'desk/requirements.txt:5', 'requests>=2.32'],
  ['ch14/docker-root-user', 'Dockerfile.worker:13', 'CMD ["python", "-m"'],
  ['ch16/gha-action-unpinned', '.github/workflows/docs.yml:21', 'page-ferry/upload@main'],
  ['ch11/migration-not-null-without-default', 'migrations/versions/0002_ebooks.py:18', 'sa.Column("format"'],
  ['ch13/lock-stale', 'pyproject.toml:18', '"pypdf>=6.1"'],
  ['ch15/redis-usage', 'src/lending/cache.py:29', 'self.client.keys('],
  ['ch04/implicit-optional', 'src/lending/ebooks.py:30', 'on: date = None'],
  ['ch17/sql-injection', 'src/lending/figures.py:34', 'session.scalar(text(query))'],
  ['ch16/secret-committed', 'src/lending/imports.py:14', 'hooks.slack.com'],
  ['ch01/unguarded-main-call', 'src/lending/imports.py:36', 'main()'],
  ['ch18/slots-misuse', 'src/lending/leases.py:28', 'self.copies = copies'],
  ['ch07/docstring-params-stale', 'src/lending/loans.py:22', 'days: Its length.'],
  ['ch06/http-call-without-timeout', 'src/lending/publishers.py:53', 'server() + "copies", json=order'],
  ['ch09/missing-await', 'src/lending/reminders.py:60', 'withdraw_ended(links)'],
  ['ch12/validator-returns-none', 'src/lending/schemas.py:30', 'raise ValueError("We have'],
  ['ch10/secret-default', 'src/lending/settings.py:21', 'download_secret'],
];

/** Notices, which are annotated without a comment. */
export const ANNOTATED: readonly Place[] = [
  ['ch03/unused-import', 'src/lending/ebooks.py:5', 'import os'],
  ['ch05/source-without-tests', 'src/lending/publishers.py:57', 'def give_back'],
];

/** Each of them once, and nothing else. */
export const FINDINGS: readonly Place[] = [...COMMENTED, ...ANNOTATED];

/** They look like what the check is for, and are right: nothing is said on their lines. */
export const NEAR_MISSES: readonly Place[] = [
  ['ch03/pre-commit-unpinned', '.pre-commit-config.yaml:7', 'repo: local'],
  ['ch16/gha-action-unpinned', '.github/workflows/docs.yml:15', 'actions/checkout@v5'],
  ['ch16/gha-action-unpinned', '.github/workflows/docs.yml:25', 'purge-cache@3f8e'],
  ['ch16/secret-committed', '.github/workflows/docs.yml:27', 'secrets.PAGES_TOKEN'],
  ['ch13/python-version-mismatch', '.github/workflows/docs.yml:18', 'python-version: "3.12"'],
  ['ch14/docker-base-unpinned', 'Dockerfile.worker:1', 'FROM python:3.12-slim AS build'],
  ['ch14/docker-copy-source-missing', 'Dockerfile.worker:10', 'COPY --from=build'],
  ['ch14/docker-secret-in-image', 'Dockerfile.worker:11', 'LENDING_PUBLISHER_KEY_FILE'],
  ['ch16/secret-committed', 'compose.yaml:17', 'lending:lending@database'],
  ['ch13/requirement-unpinned', 'docs/requirements.txt:2', 'mkdocs-material>=9.6'],
  ['ch13/vcs-dependency-floating', 'docs/requirements.txt:4', 'harbour-docs @ git'],
  ['ch07/dead-relative-link', 'docs/ebooks.md:3', 'loans.md#loans'],
  ['ch07/dead-relative-link', 'docs/ebooks.md:7', 'mailto:desk'],
  ['ch07/dead-relative-link', 'docs/ebooks.md:13', '../ebooks/978'],
  ['ch11/migration-not-null-without-default', 'migrations/versions/0002_ebooks.py:16', 'sa.Column("ends"'],
  ['ch11/migration-not-null-without-default', 'migrations/versions/0002_ebooks.py:19', 'sa.Column("renewals"'],
  ['ch11/migration-not-null-without-default', 'migrations/versions/0002_ebooks.py:23', '"reader_key", nullable=False'],
  ['ch11/call-evaluated-default', 'src/lending/models.py:52', 'server_default=func.now()'],
  ['ch11/call-evaluated-default', 'src/lending/models.py:53', 'default=lambda: datetime.now'],
  ['ch15/redis-usage', 'src/lending/cache.py:33', 'self.client.scan_iter'],
  ['ch15/redis-usage', 'src/lending/cache.py:25', 'link, ex=seconds'],
  ['ch15/redis-usage', 'src/lending/leases.py:37', 'self._by_reader.keys()'],
  ['ch03/unused-import', 'src/lending/ebooks.py:21', 'import Lease'],
  ['ch03/mutable-default', 'src/lending/ebooks.py:38', 'Sequence[Lease] = ()'],
  ['ch04/implicit-optional', 'src/lending/ebooks.py:38', 'today: date | None = None'],
  ['ch17/sql-injection', 'src/lending/figures.py:17', 'AND due >= :since'],
  ['ch17/eval-exec', 'src/lending/imports.py:20', 'ast.literal_eval'],
  ['ch10/env-bool-truthiness', 'src/lending/imports.py:15', 'DRY_RUN = os.getenv'],
  ['ch06/http-call-without-timeout', 'src/lending/imports.py:33', 'timeout=10'],
  ['ch06/http-call-without-timeout', 'src/lending/catalogue.py:17', 'httpx.get(f"{CATALOGUE}/covers'],
  ['ch18/slots-misuse', 'src/lending/leases.py:18', 'self.until = max'],
  ['ch08/cached-method-leak', 'src/lending/publishers.py:16', '@lru_cache(maxsize=1)'],
  ['ch08/wall-clock-benchmark', 'src/lending/publishers.py:30', '- time.time() < 30'],
  ['ch17/tls-verification-off', 'src/lending/publishers.py:37', 'verify=CITY_AUTHORITY'],
  ['ch06/bare-except', 'src/lending/publishers.py:60', 'except:'],
  ['ch09/missing-await', 'src/lending/reminders.py:56', 'asyncio.create_task(beat())'],
  ['ch09/event-loop-misuse', 'src/lending/reminders.py:47', 'asyncio.get_running_loop()'],
  ['ch12/validator-returns-none', 'src/lending/schemas.py:34', 'def short_enough'],
  ['ch10/secret-default', 'src/lending/settings.py:19', 'publisher_key: SecretStr'],
  ['ch10/secret-default', 'src/lending/settings.py:20', 'publisher_key_header'],
  ['ch05/async-test-not-run', 'tests/test_ebooks.py:58', 'async def test_a_link_is_kept'],
  ['ch05/assertionless-test', 'tests/test_ebooks.py:35', 'def test_a_copy_that_is_lent'],
  ['ch05/assertionless-test', 'tests/test_ebooks.py:46', 'def test_an_ebook_is_lent'],
  ['ch02/sys-path-hack', 'scripts/import_ebooks.py:8', 'sys.path.insert'],
];
