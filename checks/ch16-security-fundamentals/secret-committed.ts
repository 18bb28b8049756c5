import {
  at,
  defineCheck,
  isPublicByDesign,
  isUnmistakable,
  nameBefore,
  py,
  secretKindOf,
  secretPlaceOf,
  text,
  yaml,
  withArticle,
} from '../../src/sdk/check.ts';
import type { SecretHit, Severity, SourceFile } from '../../src/sdk/check.ts';

/** Drawn by lot for these examples: they have the form of credentials and open nothing. */
const DRAWN = 'kT4vQz9LwYb2NsXe7HcRf1JmPd6UaGo8Zi3V';
/** Parted, so that scanners of this file find nothing in it. */
const GITHUB = ['gh', 'p_', DRAWN].join('');
const GOOGLE = ['AI', 'za', DRAWN.slice(0, 35)].join('');
const GITLAB = ['gl', 'pat-', DRAWN.slice(0, 20)].join('');
const PASSWORD = ['tq', '7Lm', '-4vXz', '!9'].join('');

export default defineCheck({
  title: 'Credential in the repository',
  on: 'text',
  uses: ['secrets'],
  bullet: 'Secrets',
  severity: 'error',
  preset: 'recommended',
  why: `What is pushed once is in every clone, fork and backup; deleting the line takes it out of none of them. Programs look for such
    texts within minutes of a push. So the credential is replaced first, and only then taken out of the code.`,
  whenNotTo: 'The credential is public on purpose, or opens a system that only exists while the tests run.',
  blocks: true,
  secret: true,
  includes: ['generated', 'fixture', 'template'],
  examples: [
    {
      title: 'Credentials come from the environment',
      bad: py`
        import httpx

        client = httpx.Client(headers={"Authorization": "Bearer ${GITHUB}"})  # <-
      `,
      good: py`
        import os
        import httpx

        client = httpx.Client(headers={"Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}"})
      `,
    },
    {
      title: 'An address can hold a password',
      bad: at(
        'deploy/shop.yaml',
        yaml`
          database: ${'postgresql+psycopg'}://shop:${PASSWORD}@db.shop.internal/orders  # <-
        `,
      ),
      good: at(
        'deploy/shop.yaml',
        yaml`
          database: \${DATABASE_URL}
        `,
      ),
    },
    {
      title: 'The key that signs sessions is one, whatever it looks like',
      bad: at(
        'shop/settings/base.py',
        py`
          DEBUG = False
          SECRET_KEY = "${DRAWN.slice(0, 30)}"  # <-
        `,
      ),
      good: at(
        'shop/settings/base.py',
        py`
          import os

          DEBUG = False
          SECRET_KEY = os.environ["SECRET_KEY"]
        `,
      ),
    },
    {
      title: 'In tests too, where the form leaves no doubt',
      bad: at(
        'tests/test_upload.py',
        py`
          TOKEN = "${GITLAB}"  # <-
        `,
      ),
      good: at(
        'tests/test_upload.py',
        py`
          TOKEN = "a token that opens nothing"
        `,
      ),
    },
  ],
  quiet: [
    // Placeholders, and what everybody can tell from a credential.
    py`
      URL = "postgresql+psycopg://shop:\${PASSWORD}@db.shop.internal/orders"
      LOCAL = "postgresql://postgres:postgres@localhost:5432/shop"
      TOKEN_PREFIX = "ghp_"
      HINT = "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      SECRET_KEY = "change-me-before-you-deploy"
      TYPES = {"secret_key_ref": "V1SecretKeySelector"}
    `,
    // A key for web pages is public, and a password in a test opens what the test starts.
    at('web/src/maps.ts', `export const MAPS_KEY = '${GOOGLE}';\n`),
    at(
      'tests/test_db.py',
      py`
        URL = "${'postgresql'}://shop:${PASSWORD}@db.shop.internal/orders"
      `,
    ),
    at(
      'README.md',
      text`
        Set \`DATABASE_URL\` to \`${'postgresql'}://shop:${PASSWORD}@db.shop.internal/orders\`.
      `,
    ),
    at('vendor/sdk/client.py', `TOKEN = "${GITHUB}"\n`),
  ],
  *run(file) {
    for (const hit of file.secrets) {
      const severity = hit.kind === 'credential' && !hit.likelyFake ? severityOf(hit, file) : undefined;
      if (severity === undefined) continue;
      yield {
        at: hit.span,
        code: hit.pattern,
        severity,
        message: `This looks like ${withArticle(hit.label)}: replace it where it is valid first, then read it from the environment.`,
      };
    }
  },
});

/** Undefined for what is not worth a word. */
function severityOf(hit: SecretHit, file: SourceFile): Severity | undefined {
  if (isPublicByDesign(hit, file)) return undefined;
  // Only its name makes this one a secret, and `secret_key_ref` names something else.
  if (
    hit.pattern === 'signing-key' &&
    secretKindOf(nameBefore(file.lines[hit.span.line - 1] ?? '', hit.span.col)) === undefined
  )
    return undefined;
  if (secretPlaceOf(file) === 'trial') return isUnmistakable(hit) ? 'warning' : undefined;
  // The id says whose key it is; alone it opens nothing. A token may have expired.
  return hit.pattern === 'aws-access-key' || hit.pattern === 'jwt' ? 'warning' : 'error';
}
