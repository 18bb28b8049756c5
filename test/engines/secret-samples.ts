/** Credentials for tests, drawn when the test runs: no text of this repository has the form of a real one. */

const ALPHABETS = {
  hex: '0123456789abcdef',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  base62: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  digits: '0123456789',
} as const;

export type Alphabet = keyof typeof ALPHABETS;

/** Text that looks drawn by lot and is the same in every run: a linear congruential generator over the alphabet. */
export function drawn(length: number, alphabet: Alphabet = 'base62', seed = 7): string {
  const letters = ALPHABETS[alphabet];
  let state = seed * 2_654_435_761 + length;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += letters[(state >>> 16) % letters.length] ?? '';
  }
  return text;
}

export function uuid(): string {
  return [8, 4, 4, 4, 12].map((length, index) => drawn(length, 'hex', index + 2)).join('-');
}

export function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A key in PEM whose lines are drawn; `kind` stands before `PRIVATE KEY`. */
export function pem(kind = '', lines = 3): string {
  const name = [kind, 'PRIVATE', 'KEY'].filter((word) => word !== '').join(' ');
  const body = Array.from({ length: lines }, (_, index) => drawn(index === lines - 1 ? 40 : 64, 'base62', index + 3));
  return [`-----BEGIN ${name}-----`, ...body, `-----END ${name}-----`].join('\n');
}

/** What a 1Password service account token holds, of a length whose base64 ends as the second net wants it. */
function serviceAccount(): string {
  const json = JSON.stringify({
    email: `${drawn(12)}@1passwordserviceaccounts.com`,
    muk: { alg: 'A256GCM', k: drawn(43) },
    secretKey: `A3-${drawn(26, 'upper')}`,
    srpX: drawn(64, 'hex'),
    userAuth: { method: 'SRPg-4096', salt: drawn(22) },
  });
  const padded = json.replace(':', `:${' '.repeat((4 - (json.length % 3)) % 3)}`);
  return Buffer.from(padded).toString('base64');
}

interface Sample {
  readonly pattern: string;
  readonly text: string;
  /** Text around it that the format asks for; the sample alone where absent. */
  readonly within?: (text: string) => string;
}

function of(pattern: string, ...parts: readonly string[]): Sample {
  return { pattern, text: parts.join('') };
}

/** One of every format that has a name of its own. */
export const FORMAT_SAMPLES: readonly Sample[] = [
  of('github-token', 'gh', 'p_', drawn(36)),
  of('github-fine-grained-token', 'github', '_pat_', drawn(22), '_', drawn(59)),
  of('gitlab-token', 'gl', 'pat-', drawn(20)),
  of('gitlab-service-token', 'gl', 'dt-', drawn(20)),
  of('gitlab-runner-registration', 'GR', '1348941', drawn(20)),
  of('atlassian-token', 'ATA', 'TT3', drawn(180)),
  of('bitbucket-app-password', 'AT', 'BB', drawn(32)),
  of('pypi-token', 'pypi', '-AgE', drawn(120)),
  of('npm-token', 'np', 'm_', drawn(36)),
  { ...of('npm-auth', uuid()), within: (text) => `//registry.npmjs.org/:_authToken=${text}` },
  of('rubygems-token', 'ruby', 'gems_', drawn(48, 'hex')),
  of('docker-token', 'dckr', '_pat_', drawn(27)),
  of('artifactory-key', 'AK', 'Cp', drawn(69)),
  of('sourcegraph-token', 'sg', 'p_', drawn(40, 'hex')),
  of('buildkite-token', 'bk', 'ua_', drawn(40, 'hex')),
  of('circleci-token', 'CCI', 'PAT_', drawn(22), '_', drawn(40, 'hex')),
  of('terraform-token', drawn(14), '.atlas', 'v1.', drawn(67)),
  of('pulumi-token', 'pu', 'l-', drawn(40, 'hex')),
  of('doppler-token', 'dp.', 'pt.', drawn(43)),
  of('doppler-service-token', 'dp.', 'st.prd.', drawn(43)),
  of('vault-token', 'hv', 's.', drawn(95)),
  of('onepassword-token', 'ops', '_', serviceAccount()),
  of('prefect-token', 'pn', 'u_', drawn(36)),
  of('postman-key', 'PM', 'AK-', drawn(24, 'hex'), '-', drawn(34, 'hex')),
  of('launchdarkly-key', 'sd', 'k-', uuid()),
  of('sentry-organisation-token', 'sntrys', '_eyJ', drawn(120)),
  of('sentry-user-token', 'sntry', 'u_', drawn(64, 'hex')),
  of('grafana-service-account', 'gl', 'sa_', drawn(32), '_', drawn(8, 'hex')),
  of('grafana-cloud-token', 'gl', 'c_', drawn(80)),
  of('grafana-key', 'eyJr', 'Ijoi', drawn(80)),
  of('newrelic-user-key', 'NR', 'AK-', drawn(27, 'upper')),
  of('newrelic-insert-key', 'NR', 'II-', drawn(32)),
  of('newrelic-license', drawn(36, 'hex'), 'NR', 'AL'),
  of('aws-access-key', 'AK', 'IA', drawn(16, 'base32')),
  { ...of('aws-secret-key', drawn(40)), within: (text) => `aws_secret_access_key = "${text}"` },
  of('aws-bedrock-key', 'ABSKQmVkcm9ja0FQ', 'SUtleS', drawn(110)),
  of('google-api-key', 'AI', 'za', drawn(35)),
  of('google-oauth-secret', 'GOC', 'SPX-', drawn(28)),
  { ...of('azure-storage-key', drawn(86), '=='), within: (text) => `AccountName=shop;AccountKey=${text};` },
  { ...of('azure-shared-access-key', drawn(43), '='), within: (text) => `SharedAccessKey=${text}` },
  {
    ...of('azure-sas', drawn(43), '%3D'),
    within: (text) => `https://a.blob.core.windows.net/c?sv=2024-01-01&sr=c&sig=${text}`,
  },
  of('azure-client-secret', drawn(3), '8', 'Q~', drawn(34)),
  of('azure-devops-token', drawn(76), 'AZ', 'DO', drawn(4)),
  of('digitalocean-token', 'dop', '_v1_', drawn(64, 'hex')),
  of('heroku-key', 'HR', 'KU-', drawn(60)),
  of('fly-token', 'fo', '1_', drawn(43)),
  of('fly-macaroon', 'fm', '2_', drawn(200)),
  of('netlify-token', 'nf', 'p_', drawn(36)),
  of('cloudflare-origin-key', 'v1.', '0-', drawn(24, 'hex'), '-', drawn(146, 'hex')),
  of('databricks-token', 'da', 'pi', drawn(32, 'hex')),
  of('planetscale-token', 'pscale', '_tkn_', drawn(43)),
  of('supabase-token', 'sb', 'p_', drawn(40, 'hex')),
  of('supabase-secret-key', 'sb_', 'secret_', drawn(31)),
  of('age-key', 'AGE-SECRET', '-KEY-1', drawn(58, 'bech32')),
  {
    ...of('connection-string-password', 'Xk29', 'fqpa!'),
    within: (text) => `Server=db.shop.io;User Id=app;Password=${text};`,
  },
  of('slack-token', 'xo', 'xb-', drawn(12, 'digits'), '-', drawn(12, 'digits', 3), '-', drawn(24)),
  of('slack-app-token', 'xa', 'pp-1-', drawn(11, 'upper'), '-', drawn(13, 'digits'), '-', drawn(64, 'hex')),
  {
    ...of('slack-webhook', 'T', drawn(9, 'upper'), '/B', drawn(9, 'upper'), '/', drawn(24)),
    within: (text) => `https://hooks.slack.com/services/${text}`,
  },
  {
    ...of('teams-webhook', uuid(), '@', uuid(), '/IncomingWebhook/', drawn(32, 'hex'), '/', uuid()),
    within: (text) => `https://shop.webhook.office.com/webhookb2/${text}`,
  },
  {
    ...of('discord-webhook', drawn(68)),
    within: (text) => `https://discord.com/api/webhooks/${drawn(18, 'digits')}/${text}`,
  },
  {
    ...of(
      'discord-token',
      Buffer.from(`41${drawn(16, 'digits')}`).toString('base64url'),
      '.',
      drawn(6),
      '.',
      drawn(38),
    ),
    within: (text) => `DISCORD = "${text}"`,
  },
  of('telegram-token', drawn(10, 'digits'), ':A', 'A', drawn(33)),
  { ...of('twilio-auth-token', drawn(32, 'hex')), within: (text) => `TWILIO_AUTH_TOKEN="${text}"` },
  { ...of('twilio-api-key', 'S', 'K', drawn(32, 'hex')), within: (text) => `twilio_sid = "${text}"` },
  of('sendgrid-key', 'S', 'G.', drawn(22), '.', drawn(43)),
  { ...of('mailgun-key', 'ke', 'y-', drawn(32, 'hex')), within: (text) => `MAILGUN = "${text}"` },
  of('mailchimp-key', drawn(32, 'hex'), '-u', 's12'),
  of('brevo-key', 'xkey', 'sib-', drawn(64, 'hex'), '-', drawn(16)),
  of('stripe-key', 'sk', '_live_', drawn(24)),
  of('stripe-webhook-secret', 'wh', 'sec_', drawn(32)),
  of('square-token', 'sq0', 'atp-', drawn(22)),
  of('square-secret', 'sq0', 'csp-', drawn(43)),
  of('shopify-token', 'shp', 'at_', drawn(32, 'hex')),
  of('openai-key', 'sk', '-proj-', drawn(74), 'T3Blbk', 'FJ', drawn(74, 'base62', 5)),
  of('anthropic-key', 'sk', '-ant-', 'api03-', drawn(93), 'AA'),
  of('openrouter-key', 'sk', '-or-', 'v1-', drawn(64, 'hex')),
  of('langfuse-key', 'sk', '-lf-', uuid()),
  of('langsmith-key', 'lsv2', '_pt_', drawn(32, 'hex'), '_', drawn(10, 'hex')),
  of('huggingface-token', 'h', 'f_', drawn(34, 'letters')),
  of('replicate-token', 'r', '8_', drawn(37)),
  of('perplexity-key', 'pp', 'lx-', drawn(48)),
  of('xai-key', 'xa', 'i-', drawn(80)),
  of('linear-key', 'lin', '_api_', drawn(40)),
  of('notion-token', 'nt', 'n_', drawn(11, 'digits'), drawn(35)),
  { ...of('notion-secret', 'sec', 'ret_', drawn(43)), within: (text) => `NOTION = "${text}"` },
  of('airtable-token', 'p', 'at', drawn(14), '.', drawn(64, 'hex')),
  of('typeform-token', 'tf', 'p_', drawn(59)),
  of('dropbox-token', 's', 'l.', drawn(140)),
  of('jwt', base64url({ alg: 'HS256' }), '.', base64url({ sub: 'u-77', scope: 'admin' }), '.', drawn(43)),
];

/** One for every rule of the second net that is run. */
export const RULE_SAMPLES: readonly Sample[] = [
  { ...of('aws', drawn(40)), within: (text) => `aws_secret_access_key = "${text}"` },
  of('npm', 'np', 'm_', drawn(36)),
  of('slack', 'xo', 'xb-', drawn(12, 'digits'), '-', drawn(24)),
  of('openai', 'sk', '-proj-', drawn(74), 'T3Blbk', 'FJ', drawn(74, 'base62', 5)),
  of('anthropic', 'sk', '-ant-', 'api03-', drawn(93), 'AA'),
  of('groq', 'gs', 'k_', drawn(52)),
  of('huggingface', 'h', 'f_', drawn(34, 'letters')),
  of('linear', 'lin', '_api_', drawn(40)),
  of('notion', 'nt', 'n_', drawn(11, 'digits'), drawn(35)),
  of('sendgrid', 'S', 'G.', drawn(22), '.', drawn(43)),
  of('shopify', 'shp', 'at_', drawn(32, 'hex')),
  of('stripe', 'sk', '_live_', drawn(24)),
  of('github', 'gh', 's_', drawn(36)),
  of('gitlab', 'gl', 'pat-', drawn(20)),
  of('grafana', 'gl', 'sa_', drawn(32), '_', drawn(8, 'hex')),
  of('1password', 'ops', '_', serviceAccount()),
  of('hashicorp-vault', 'hv', 'b.', drawn(140)),
  of('vercel', 'vc', 'p_', drawn(40)),
  of('databricks', 'da', 'pi', drawn(32, 'hex')),
  of('docker', 'dckr', '_pat_', drawn(27)),
  of('figma', 'fi', 'gd_', drawn(43)),
  of('cloudflare', 'cfu', 't_', drawn(40), drawn(8, 'hex')),
  of('tailscale', 'ts', 'key-', 'auth-', drawn(12), '-', drawn(32)),
];
