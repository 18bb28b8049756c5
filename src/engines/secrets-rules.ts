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

/** Texts without which none of the rules that are run can match. A test holds it against the rules' own positive cases. */
const KEYWORDS =
  /ecret_?[Aa]ccess|ECRET_?ACCESS|npm_|xox[bpaor]-|xapp-|hooks\.slack|T3BlbkFJ|sk-ant-|gsk_|hf_|lin_api_|ntn_|SG\.|shp(?:pa|ca|at|ss)_|[sr]k_(?:live|test)_|gh[pousr]_|github_pat_|glpat-|gl(?:c|sa)_|ops_ey|hv[sbr]\.|vc[piark]_|dapi|dckr_pat_|figd_|cf(?:k|ut|at)_|tskey-/;

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
 * @param text must not start with a byte order mark
 */
export async function findByRules(text: string): Promise<readonly SecretMatch[]> {
  if (!KEYWORDS.test(text)) return [];
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
