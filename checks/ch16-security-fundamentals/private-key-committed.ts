import { at, defineCheck, py, secretPlaceOf, text, withArticle } from '../../src/sdk/check.ts';
import type { SecretHit, Severity, SourceFile } from '../../src/sdk/check.ts';

/** A key in form only: nobody drew these numbers for use. */
function pem(name: string): string {
  const lines = ['MC4CAQAwBQYDK2VwBCIEIHq3vTz9LwYb2NsXe7HcRf1JmPd6UaGo8Zi3VkT4QwXr', 'b0Jx5nE8sKpD2gYc7tWz'];
  return [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`].join('\n');
}

const KEY = pem(['PRIVATE', 'KEY'].join(' '));

export default defineCheck({
  title: 'Private key in the repository',
  on: 'text',
  uses: ['secrets'],
  bullet: 'Secrets',
  severity: 'error',
  preset: 'recommended',
  why: `Whoever has a private key can be its owner: sign in, sign releases, read what was meant for the server. It is in every clone from
    the first push on, so it has to be replaced wherever its public half is trusted; taking the file away is not enough.`,
  whenNotTo: 'The key is made for developers or for a test, and nothing outside of this repository trusts it.',
  blocks: true,
  secret: true,
  includes: ['generated', 'fixture', 'template'],
  options: {
    tests: {
      type: 'boolean',
      default: false,
      about: 'Also look at keys in tests, examples and documentation, most of which nothing trusts.',
    },
  },
  examples: [
    {
      title: 'Keys stay where they are used',
      bad: at('deploy/server.key', `${pem(['EC', 'PRIVATE', 'KEY'].join(' ')).replace('-----\n', '-----  # <-\n')}\n`),
      good: at('deploy/server.pub', `${pem('PUBLIC KEY')}\n`),
    },
    {
      title: 'A key in one line is a key as well',
      bad: py`
        SIGNING = "${KEY.replaceAll('\n', String.raw`\n`)}"  # <-
      `,
      good: py`
        from pathlib import Path

        SIGNING = Path("/run/secrets/signing.pem").read_text()
      `,
    },
    {
      title: 'The key of an account opens it from a test as well',
      bad: at(
        'tests/data/account.json',
        text`
          {
            "type": "service_account",
            "private_key_id": "7cHRf1JmPd6UaGo8Zi3VkT4QwXrb0Jx5nE8sKpD2",
            "private_key": "${KEY.replaceAll('\n', String.raw`\n`)}"  # <-
          }
        `,
      ),
      good: at(
        'tests/conftest.py',
        py`
          import pytest
          from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

          @pytest.fixture
          def client_key():
              return Ed25519PrivateKey.generate()
        `,
      ),
    },
  ],
  quiet: [
    py`
      HEADER = "-----BEGIN PRIVATE KEY-----"

      def is_key(text):
          return text.startswith(HEADER) or "BEGIN RSA PRIVATE KEY" in text
    `,
    text`
      -----BEGIN CERTIFICATE-----
      MIIBszCCAVmgAwIBAgIUHq3vTz9LwYb2NsXe7HcRf1JmPd6UaGo8Zi3VkT4QwXrb
      -----END CERTIFICATE-----
    `,
    text`
      Paste your key here:
      -----BEGIN ${['PRIVATE', 'KEY'].join(' ')}-----
      …
      -----END ${['PRIVATE', 'KEY'].join(' ')}-----
    `,
    // Keys that only tests and manuals trust.
    at('tests/certs/client.pem', `${KEY}\n`),
    at('docs/tls.md', `Such a file starts like this:\n\n${KEY}\n`),
    at('vendor/sdk/keys.py', `KEY = """${KEY}"""\n`),
  ],
  *run(file) {
    for (const hit of file.secrets) {
      if (hit.kind !== 'private-key' || hit.likelyFake) continue;
      const isTrial = secretPlaceOf(file) === 'trial';
      // Whoever has the key of an account can use it; any other opens what trusts it, and in a test that is the test.
      if (isTrial && hit.pattern !== 'gcp-service-account' && !file.options.tests) continue;
      yield { at: hit.span, code: hit.pattern, ...judge(file, hit, isTrial) };
    }
  },
});

function judge(
  { path }: SourceFile,
  { label, pattern }: SecretHit,
  isTrial: boolean,
): { readonly severity: Severity; readonly message: string } {
  const isAccount = pattern === 'gcp-service-account';
  const isLocal = isTrial || /(^|[/_.-])(local|localhost|dev|snakeoil|test|ci)([/_.-]|$)/i.test(path);
  if (isLocal && !isAccount)
    return {
      severity: 'notice',
      message:
        'A private key: if anything outside of this repository trusts it, replace it there; else let the test make one.',
    };
  // Its passphrase is all that is left between the key and everybody.
  if (label === 'encrypted private key')
    return {
      severity: 'warning',
      message: 'This private key is only as safe as its passphrase; replace it, and keep the new one outside.',
    };
  return {
    severity: isLocal ? 'warning' : 'error',
    message: `This is ${withArticle(label)}: replace it wherever it is trusted, and keep the new one out of the repository.`,
  };
}
