import { isPlaceholder, isReservedHost, isWeakPassword } from './secrets-fakes.ts';
import type { SecretMatch } from './secrets-match.ts';

/** Longer authorities are not written by hand; the bound keeps the search linear. */
const MAX_SCHEME = 30;
const MAX_AUTHORITY = 500;

const LABELS: readonly (readonly [RegExp, string, string])[] = [
  [
    /^(?:postgres(?:ql)?|mysqlx?|mariadb|mssql|oracle|cockroachdb|redshift|snowflake|clickhouse|db2|firebird|sqlserver)\b/,
    'database-password',
    'password in a database address',
  ],
  [/^mongodb\b/, 'database-password', 'password in a database address'],
  [/^(?:rediss?|valkeys?|memcached|sentinel)\b/, 'redis-password', 'password in a Redis address'],
  [/^(?:amqps?|pyamqp|kafka|nats|stomp|mqtts?)\b/, 'broker-password', 'password in a message broker address'],
  [/^(?:smtps?|imaps?|pop3s?|submission)\b/, 'mail-password', 'password in a mail server address'],
  [/^(?:s?ftps?|ssh|scp|webdavs?|smb)\b/, 'file-server-password', 'password in a file server address'],
];

/** Addresses `scheme://user:password@host`, of any scheme and driver (`postgresql+psycopg://`). */
export function* findAddressPasswords(text: string): Generator<SecretMatch> {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const scheme = /[A-Za-z][A-Za-z0-9+.-]*$/.exec(text.slice(Math.max(0, at - MAX_SCHEME), at))?.[0];
    const authority = /^[^\s/?#"'`\\]*/.exec(text.slice(at + 3, at + 3 + MAX_AUTHORITY))?.[0] ?? '';
    // Of several hosts, those before the first with a name: `host:123,user:password@other`.
    const hosts = /^(?:[A-Za-z0-9.-]{1,100}:\d{1,5},){1,10}/.exec(authority)?.[0].length ?? 0;
    const end = authority.lastIndexOf('@');
    const colon = authority.indexOf(':', hosts);
    if (scheme === undefined || end < 0 || colon < 0 || colon > end) continue;
    const user = authority.slice(hosts, colon);
    const password = authority.slice(colon + 1, end);
    const host = /^\[[^\]]*\]|^[^:,)\]};]*/.exec(authority.slice(end + 1))?.[0] ?? '';
    if (password === '' || !isAddress(user, password, host)) continue;
    const [, pattern, label] = LABELS.find(([form]) => form.test(scheme.toLowerCase())) ?? [
      undefined,
      'address-password',
      'password in an address',
    ];
    const likelyFake =
      isReservedHost(host) || isWeakPassword(password, user) || (!host.includes('.') && password.length < 12);
    yield {
      kind: 'credential',
      pattern,
      label,
      start: at - scheme.length,
      end: at + 3 + end + 1 + host.length,
      likelyFake,
      rank: 1,
    };
  }
}

/** Neither built from variables nor a pattern or sentence about addresses. */
function isAddress(user: string, password: string, host: string): boolean {
  if (isPlaceholder(password) || isPlaceholder(user || 'user') || host === '') return false;
  return /^(?:[A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])$/.test(host) && !/[()|^]/.test(user + password);
}
