import { randomBytes, verify } from 'node:crypto';
import { badCredentials, notFound } from './refusal.ts';
import { isRecord } from './json.ts';
import type { JsonRecord } from './json.ts';
import type { Actor, Tokens } from './call.ts';
import type { Account, AppRecord } from './model.ts';

interface Grant {
  readonly actor: Extract<Actor, { kind: 'installation' | 'user' }>;
  readonly expiresAt: number;
}

export interface Gatekeeper extends Tokens {
  /** Who a request's `Authorization` header speaks for. Throws GitHub's 401 and 404. */
  readonly identify: (header: string | undefined) => Actor;
  /** A personal access token; it does not expire. */
  readonly issueToPerson: (account: Account) => string;
}

const undecodable = 'A JSON web token could not be decoded';
const badExpiry =
  "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
const farExpiry = "'Expiration time' claim ('exp') is too far in the future";
const badIssue = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
const clockDrift = 60;
const longestLife = 600;

function decodePart(part: string): JsonRecord {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (isRecord(value)) return value;
  } catch {
    // Falls through to the refusal.
  }
  throw badCredentials(undecodable);
}

/** Checks an App's RS256 token by GitHub's rules; `seconds` is the present. */
function checkJwt(jwt: string, app: AppRecord, seconds: number): void {
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const { alg } = decodePart(head);
  const { iss, iat, exp } = decodePart(body);
  if (iss !== app.id && iss !== `${app.id}` && iss !== app.clientId) throw notFound();
  const signed = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${body}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (alg !== 'RS256' || !signed) throw badCredentials(undecodable);
  if (typeof exp !== 'number' || exp <= seconds) throw badCredentials(badExpiry);
  if (typeof iat !== 'number' || !Number.isInteger(iat) || iat > seconds + clockDrift) throw badCredentials(badIssue);
  if (exp > seconds + longestLife + clockDrift || exp - iat > longestLife + clockDrift) throw badCredentials(farExpiry);
}

/** Issues tokens and tells who a request comes from. */
export function createGatekeeper(app: AppRecord, clock: { now: () => number; tokenLifetime: number }): Gatekeeper {
  const grants = new Map<string, Grant>();

  function mint(prefix: string): string {
    return prefix + randomBytes(27).toString('base64url').replace(/[-_]/g, 'x');
  }

  return {
    issue(grant) {
      const token = mint('ghs_');
      const expiresAt = clock.now() + clock.tokenLifetime;
      grants.set(token, { actor: { kind: 'installation', token, ...grant }, expiresAt });
      return { token, expiresAt };
    },
    revoke(token) {
      grants.delete(token);
    },
    issueToPerson(account) {
      const token = mint('ghp_');
      grants.set(token, { actor: { kind: 'user', account }, expiresAt: Number.POSITIVE_INFINITY });
      return token;
    },
    identify(header) {
      if (header === undefined) return { kind: 'nobody' };
      const [scheme = '', secret = ''] = header.split(' ');
      if (!/^(bearer|token)$/i.test(scheme) || secret === '') throw badCredentials();
      if (secret.split('.').length === 3) {
        checkJwt(secret, app, Math.floor(clock.now() / 1000));
        return { kind: 'app' };
      }
      const grant = grants.get(secret);
      if (!grant || grant.expiresAt <= clock.now()) throw badCredentials();
      return grant.actor;
    },
  };
}
