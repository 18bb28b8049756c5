import { createPrivateKey } from 'node:crypto';
import { getPrivateKey } from '@probot/get-private-key';
import { EnvironmentError } from './environment.ts';

/**
 * Sees that the private key can be read and signs, so that a wrong one is found at the start and not at the first event.
 * Probot reads it the same way, but takes one that cannot be read for none.
 * @throws EnvironmentError without the key and without its path
 */
export function checkPrivateKey(env: Readonly<Record<string, string | undefined>>): void {
  const setting = env['PRIVATE_KEY'] ? 'PRIVATE_KEY' : 'PRIVATE_KEY_PATH';
  const key = read(env, setting);
  try {
    if (createPrivateKey(key).asymmetricKeyType === 'rsa') return;
  } catch {
    // Node's message tells of OpenSSL, and nothing of what to do.
  }
  throw new EnvironmentError(`${setting}: ${WHOLE}`);
}

const WHOLE = 'this is not an RSA private key. Copy the whole .pem file that GitHub gave you, from BEGIN to END';

function read(env: Readonly<Record<string, string | undefined>>, setting: string): string {
  try {
    return getPrivateKey({ env: { ...env } }) ?? '';
  } catch {
    throw new EnvironmentError(
      setting === 'PRIVATE_KEY' ? `${setting}: ${WHOLE}` : `${setting}: there is no file at this path that can be read`,
    );
  }
}
