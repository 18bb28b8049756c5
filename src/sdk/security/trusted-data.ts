import type { PyNode } from '../../core/facts.ts';
import { originOf } from '../python/bound-values.ts';
import { rootOf } from './text-parts.ts';
import { calls } from '../python/python.ts';

/** Where bytes come from and what was done to trust them, as far as one function says. */

/** What is read from a connection, a request or a queue. */
const OUTSIDE =
  /\brequest\b|\.(recv|recvfrom|recv_bytes|recv_multipart|content|body|getvalue|data)\b|\burlopen\(|\bcookies?\b|\b(redis|socket|sock|conn|connection|payload|message|packet|upload(ed)?)\b/i;

/** True for data that somebody sends, by its own words or those of what the function made it of. */
export function comesFromOutside(data: PyNode): boolean {
  const root = data.descendantsOfType('identifier').find(({ text }) => text === rootOf(data));
  const made = root ? originOf(root).values : [];
  return [data, ...made].some(({ text }) => OUTSIDE.test(text));
}

/** True where the function compares a digest or verifies a signature before the call. */
export function isVerifiedBefore(call: PyNode, owner: PyNode): boolean {
  return calls(owner).some((other) => {
    const name = other.childForFieldName('function')?.text ?? '';
    return (
      other.startIndex < call.startIndex && /(^|[._])(compare_digest|verify\w*|unsign|check_signature)$/.test(name)
    );
  });
}
