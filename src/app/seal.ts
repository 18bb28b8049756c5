import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Sealer } from '../review/cached-analyser.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A result names identifiers, and a fix may repeat a line. So it is stored encrypted, with a key that is made from a secret of
 * this App and the whole text that the result is about: who has the database, and even the secret, but not the file, reads nothing.
 */
export function createSealer(secret: string): Sealer {
  const keyFor = (text: string): Buffer => Buffer.from(hkdfSync('sha256', text, secret, 'findings cache', 32));
  return {
    seal(plain, text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyFor(text), iv);
      const body = Buffer.concat([cipher.update(gzipSync(plain)), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed, text) {
      try {
        const bytes = Buffer.from(sealed, 'base64');
        const decipher = createDecipheriv('aes-256-gcm', keyFor(text), bytes.subarray(0, IV_BYTES));
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const body = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
        return gunzipSync(body).toString();
      } catch {
        return undefined;
      }
    },
  };
}
