import type { SecretPattern } from './secrets-pattern.ts';
import { prefixed, prefixedByAny } from './secrets-pattern.ts';

/** Clouds, hosting and databases, by the formats that they document. */
export const CLOUD_FORMATS: readonly SecretPattern[] = [
  // AKIA is a user's key, ASIA a temporary one; other prefixes (AROA, AIDA, …) name things and open nothing.
  prefixedByAny('aws-access-key', 'AWS access key id', ['AKIA', 'ASIA'], '[A-Z0-9]{16}'),
  {
    id: 'aws-secret-key',
    label: 'AWS secret access key',
    keywords: ['ecret', 'ECRET'],
    expression:
      /(?:aws_?secret_?|secret_?access_?)(?:access_?)?key["'\]]{0,2}[ \t]{0,8}(?::|=>|=)[ \t]{0,8}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
  },
  prefixed('aws-bedrock-key', 'Amazon Bedrock API key', 'ABSKQmVkcm9ja0FQSUtleS', '[A-Za-z0-9+/]{80,250}={0,2}'),
  prefixed('google-api-key', 'Google API key', 'AIza', '[A-Za-z0-9_-]{35}'),
  prefixed('google-oauth-secret', 'Google OAuth client secret', 'GOCSPX-', '[A-Za-z0-9_-]{28}'),
  {
    id: 'azure-storage-key',
    label: 'Azure storage account key',
    keywords: ['AccountKey', 'ACCOUNT_KEY', 'account_key', 'ccountKey'],
    expression: /account_?key["']?[ \t]{0,4}[:=][ \t]{0,4}["']?([A-Za-z0-9+/]{86}==)/gi,
    judge: emulatorKey,
  },
  {
    id: 'azure-shared-access-key',
    label: 'Azure shared access key',
    keywords: ['SharedAccessKey='],
    expression: /SharedAccessKey=([A-Za-z0-9+/]{43}=)/g,
  },
  {
    id: 'azure-sas',
    label: 'Azure shared access signature',
    keywords: ['sig='],
    // The signature is base64 of 32 bytes, mostly percent-encoded; `sv=` or `se=` stands in the same query.
    expression: /(?:[?&;]s[verpt]=[^\s"'<>&]{1,80}&)(?:[^\s"'<>]{0,300}&)?sig=([A-Za-z0-9%/+]{43,100}(?:=|%3D))/gi,
  },
  {
    id: 'azure-client-secret',
    label: 'Microsoft Entra client secret',
    keywords: ['Q~'],
    expression: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])/g,
  },
  {
    id: 'azure-devops-token',
    label: 'Azure DevOps access token',
    keywords: ['AZDO'],
    expression: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/g,
  },
  prefixedByAny('digitalocean-token', 'DigitalOcean token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], '[0-9a-f]{64}'),
  prefixed('heroku-key', 'Heroku API key', 'HRKU-', '[A-Za-z0-9_-]{36,80}'),
  prefixed('fly-token', 'Fly.io access token', 'fo1_', '[A-Za-z0-9_-]{43}'),
  prefixedByAny('fly-macaroon', 'Fly.io token', ['fm1_', 'fm1a_', 'fm1r_', 'fm2_'], '[A-Za-z0-9+/=]{100,1000}'),
  prefixed('netlify-token', 'Netlify access token', 'nfp_', '[A-Za-z0-9]{36}'),
  prefixed('cloudflare-origin-key', 'Cloudflare origin CA key', 'v1.0-', '[0-9a-f]{24}-[0-9a-f]{146}'),
  prefixed('databricks-token', 'Databricks access token', 'dapi', '[0-9a-f]{32}(?:-\\d)?'),
  prefixedByAny(
    'planetscale-token',
    'PlanetScale credential',
    ['pscale_tkn_', 'pscale_oauth_', 'pscale_pw_'],
    '[A-Za-z0-9_=.-]{32,64}',
  ),
  prefixed('supabase-token', 'Supabase access token', 'sbp_', '[0-9a-f]{40}'),
  prefixed('supabase-secret-key', 'Supabase secret key', 'sb_secret_', '[A-Za-z0-9_-]{22,60}'),
  {
    id: 'age-key',
    label: 'age secret key',
    keywords: ['AGE-SECRET-KEY-1'],
    // Bech32 leaves out 1, B, I and O.
    expression: /AGE-SECRET-KEY-1[AC-HJ-NP-Z02-9]{58}(?![A-Z0-9])/g,
  },
  {
    id: 'connection-string-password',
    label: 'password in a connection string',
    keywords: ['Password=', 'PASSWORD=', 'password=', 'Pwd=', 'PWD=', 'pwd='],
    // ADO.NET and ODBC: `Server=…;Uid=…;Pwd=…`.
    expression: /\b(?:server|data source|host|driver)=[^\n"']{1,200};[ \t]?(?:pwd|password)=([^;\s"']{1,100})/gi,
  },
];

/** The storage and database emulators of Azure have one key each, the same for everybody. */
function emulatorKey(match: string): 'fake' | 'real' {
  return match.startsWith('Eby8vdM02xNOcqFl') || match.startsWith('C2y6yDjf5/R+ob0N') ? 'fake' : 'real';
}
