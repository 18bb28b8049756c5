import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintRuleContext, SecretLintSourceCode } from '@secretlint/types';
import { isPlaceholder, looksFake } from './secrets-fakes.ts';
import type { SecretMatch } from './secrets-match.ts';

/**
 * Rules that are left out: `gcp` opens the file named by the source's path on our disk; `filter-comments` lets the author of a
 * change silence all others; private keys and addresses with passwords are found by our own, which see more and err less.
 */
const LEFT_OUT = new Set(['gcp', 'filter-comments', 'privatekey', 'basicauth', 'database-connection-string']);

/** What a rule's finding is called. A rule that is not here is named after its service. */
const LABELS: Readonly<Record<string, string>> = {
  aws: 'AWS secret access key',
  npm: 'npm access token',
  github: 'GitHub token',
  gitlab: 'GitLab token',
  openai: 'OpenAI API key',
  huggingface: 'Hugging Face token',
  sendgrid: 'SendGrid API key',
  '1password': '1Password service account token',
  'hashicorp-vault': 'HashiCorp Vault token',
};

/** Texts without one of which none of the rules that are run can match. A test holds them against the rules' own positive cases. */
export const RULE_KEYWORDS: readonly string[] = [
  'ecretAccess ecretaccess ecret_Access ecret_access ECRETACCESS ECRET_ACCESS npm_ xoxb- xoxp- xoxa- xoxo- xoxr- xapp-',
  'hooks.slack T3BlbkFJ sk-ant- gsk_ hf_ lin_api_ ntn_ SG. shppa_ shpca_ shpat_ shpss_ sk_live_ sk_test_ rk_live_',
  'rk_test_ ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- glc_ glsa_ ops_ey hvs. hvb. hvr. vcp_ vci_ vca_ vcr_ vck_ dapi',
  'dckr_pat_ figd_ cfk_ cfut_ cfat_ tskey-',
].flatMap((line) => line.split(' '));

interface Rule {
  readonly name: string;
  readonly creator: (typeof rules)[number];
}

const RUN: readonly Rule[] = rules
  .map((creator) => ({ name: creator.meta.id.replace(/^.*secretlint-rule-/, ''), creator }))
  .filter(({ name }) => !LEFT_OUT.has(name));

/**
 * The second net: the rules of secretlint's recommended preset. They are run by themselves and not through its core, whose result
 * carries the whole text and messages that quote the secret, and whose profiler keeps a record of every run for ever.
 * Only a text with one of `RULE_KEYWORDS` need be asked about.
 * @param text must not start with a byte order mark
 */
export async function findByRules(text: string): Promise<readonly SecretMatch[]> {
  const matches: SecretMatch[] = [];
  for (const { name, creator } of RUN) {
    const found: (readonly [number, number])[] = [];
    const handler = creator.create(
      createContext((range) => found.push(range)),
      {},
    );
    await handler.file?.(createSource(text));
    for (const [start, end] of found) {
      const value = text.slice(start, end);
      if (isPlaceholder(value)) continue;
      matches.push({
        kind: 'credential',
        pattern: `secretlint-${name}`,
        label: LABELS[name] ?? `${titled(name)} token`,
        start,
        end,
        likelyFake: looksFake(value),
        rank: 2,
      });
    }
  }
  return matches;
}

/** Takes the place of a finding and nothing else: messages are made of nothing, so that they cannot quote it. */
function createContext(report: (range: readonly [number, number]) => void): SecretLintRuleContext {
  return {
    sharedOptions: {},
    createTranslator: () => () => ({ message: '', messageId: '', data: undefined }),
    report: ({ range }) => report(range),
    ignore: () => undefined,
  };
}

/** The text under a name that says nothing and exists nowhere. The rules that are run ask for no positions. */
function createSource(content: string): SecretLintSourceCode {
  const never = (): never => {
    throw new Error('a secret rule asked for a position');
  };
  const filePath = 'source.txt';
  return {
    hasBOM: false,
    content,
    filePath,
    physicalFilePath: undefined,
    contentType: 'text',
    ext: '.txt',
    getFilePath: () => filePath,
    getPhysicalFilePath: () => undefined,
    locationToRange: never,
    rangeToLocation: never,
    positionToIndex: never,
    indexToPosition: never,
  };
}

function titled(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
}
