import { decodeJson } from './secrets-decode.ts';
import type { SecretPattern } from './secrets-pattern.ts';
import { prefixed, prefixedByAny } from './secrets-pattern.ts';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Chat, mail, payment, language models and other services, by the formats that they document. */
export const SERVICE_FORMATS: readonly SecretPattern[] = [
  prefixedByAny(
    'slack-token',
    'Slack token',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxo-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.xoxb-', 'xoxe.xoxp-'],
    '[A-Za-z0-9-]{20,300}',
  ),
  prefixed('slack-app-token', 'Slack app token', 'xapp-', '\\d-[A-Z0-9]{6,20}-\\d{6,20}-[0-9a-f]{32,80}'),
  {
    id: 'slack-webhook',
    label: 'Slack webhook address',
    keywords: ['hooks.slack.com'],
    expression:
      /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9]{6,20}\/[A-Za-z0-9]{6,30}\/[A-Za-z0-9]{16,60})/g,
  },
  {
    id: 'teams-webhook',
    label: 'Microsoft Teams webhook address',
    keywords: ['.webhook.office.com'],
    expression: new RegExp(
      `\\.webhook\\.office\\.com/webhookb2/(${UUID}@${UUID}/IncomingWebhook/[0-9a-f]{32}/${UUID})`,
      'g',
    ),
  },
  {
    id: 'discord-webhook',
    label: 'Discord webhook address',
    keywords: ['/api/webhooks/'],
    expression: /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/([A-Za-z0-9_-]{60,80})/g,
  },
  {
    id: 'discord-token',
    label: 'Discord bot token',
    keywords: ['discord', 'Discord', 'DISCORD'],
    expression:
      /(?<![A-Za-z0-9_.-])[MNO][A-Za-z0-9_-]{22,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}(?![A-Za-z0-9_.-])/g,
    // The first part is the bot's numeric id.
    judge: (match) =>
      /^\d{17,20}$/.test(Buffer.from(match.split('.')[0] ?? '', 'base64url').toString('latin1')) ? 'real' : 'drop',
  },
  {
    id: 'telegram-token',
    label: 'Telegram bot token',
    keywords: [':AA'],
    expression: /(?<![A-Za-z0-9_])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/g,
  },
  {
    id: 'twilio-auth-token',
    label: 'Twilio auth token',
    keywords: ['wilio', 'WILIO'],
    expression: /twilio\w{0,20}auth_?token["'\]]{0,2}[ \t]{0,8}[:=][ \t]{0,8}["']?([0-9a-f]{32})(?![0-9a-f])/gi,
  },
  { ...prefixed('twilio-api-key', 'Twilio API key', 'SK', '[0-9a-f]{32}'), context: 'twilio' },
  prefixed('sendgrid-key', 'SendGrid API key', 'SG.', '[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}'),
  { ...prefixed('mailgun-key', 'Mailgun API key', 'key-', '[0-9a-f]{32}'), context: 'mailgun' },
  {
    id: 'mailchimp-key',
    label: 'Mailchimp API key',
    keywords: ['-us'],
    expression: /(?<![A-Za-z0-9_])[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9_])/g,
  },
  prefixed('brevo-key', 'Brevo API key', 'xkeysib-', '[0-9a-f]{64}-[A-Za-z0-9]{16}'),
  {
    ...prefixedByAny('stripe-test-key', 'Stripe test key', ['sk_test_', 'rk_test_'], '[A-Za-z0-9]{16,247}'),
    judge: () => 'fake',
  },
  prefixedByAny('stripe-key', 'Stripe live key', ['sk_live_', 'rk_live_'], '[A-Za-z0-9]{16,247}'),
  prefixed('stripe-webhook-secret', 'Stripe webhook secret', 'whsec_', '[A-Za-z0-9]{32,64}'),
  prefixed('square-token', 'Square access token', 'sq0atp-', '[A-Za-z0-9_-]{22}'),
  prefixed('square-secret', 'Square OAuth secret', 'sq0csp-', '[A-Za-z0-9_-]{43}'),
  prefixedByAny('shopify-token', 'Shopify token', ['shpat_', 'shpca_', 'shppa_', 'shpss_'], '[0-9A-Fa-f]{32}'),
  {
    id: 'openai-key',
    label: 'OpenAI API key',
    keywords: ['T3BlbkFJ'],
    expression:
      /(?<![A-Za-z0-9_])sk-(?:(?:proj|svcacct|admin|None)-)?[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100}/g,
  },
  prefixed('anthropic-key', 'Anthropic API key', 'sk-ant-', '[a-z]{3,5}\\d{2}-[A-Za-z0-9_-]{80,130}'),
  prefixed('openrouter-key', 'OpenRouter API key', 'sk-or-v1-', '[0-9a-f]{64}'),
  prefixed('langfuse-key', 'Langfuse secret key', 'sk-lf-', UUID),
  prefixedByAny('langsmith-key', 'LangSmith API key', ['lsv2_pt_', 'lsv2_sk_'], '[0-9a-f]{32}_[0-9a-f]{10}'),
  prefixedByAny('huggingface-token', 'Hugging Face token', ['hf_', 'api_org_'], '[A-Za-z]{34}'),
  prefixed('replicate-token', 'Replicate API token', 'r8_', '[A-Za-z0-9]{37}'),
  prefixed('perplexity-key', 'Perplexity API key', 'pplx-', '[A-Za-z0-9]{48}'),
  prefixed('xai-key', 'xAI API key', 'xai-', '[A-Za-z0-9]{80}'),
  prefixedByAny('linear-key', 'Linear API key', ['lin_api_', 'lin_oauth_'], '[A-Za-z0-9]{40,64}'),
  prefixed('notion-token', 'Notion integration token', 'ntn_', '\\d{11}[A-Za-z0-9]{35}'),
  { ...prefixed('notion-secret', 'Notion integration secret', 'secret_', '[A-Za-z0-9]{43}'), context: 'notion' },
  {
    id: 'airtable-token',
    label: 'Airtable access token',
    keywords: ['pat'],
    expression: /(?<![A-Za-z0-9_])pat[A-Za-z0-9]{14}\.[0-9a-f]{64}(?![A-Za-z0-9_])/g,
  },
  prefixed('typeform-token', 'Typeform access token', 'tfp_', '[A-Za-z0-9_.=-]{59}'),
  prefixed('dropbox-token', 'Dropbox access token', 'sl.', '(?:u\\.)?[A-Za-z0-9_-]{130,1500}'),
  {
    id: 'jwt',
    label: 'JSON web token',
    keywords: ['eyJ'],
    expression: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{20,1000}/g,
    judge: judgeToken,
  },
];

/** A token is one if its header says how it is signed. Those of tutorials name their bearer, and public keys of services say that they are. */
function judgeToken(match: string): 'drop' | 'fake' | 'real' {
  const [header = '', payload = ''] = match.split('.');
  const { alg } = decodeJson(header) ?? {};
  const claims = decodeJson(payload);
  if (typeof alg !== 'string' || alg === 'none' || !claims) return 'drop';
  // Supabase's `anon` key is made to be published with the front end.
  if (claims['role'] === 'anon') return 'fake';
  const said = JSON.stringify(claims);
  return /John ?Doe|1234567890|example|dummy|foo\b|\btest|"some"|"bar"/i.test(said) ? 'fake' : 'real';
}
