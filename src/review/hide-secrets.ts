import type { ChangedFile, Finding, Span } from '../core/flow.ts';
import { textAt } from '../core/span.ts';
import type { Catalogue } from '../sdk/load.ts';
import type { FileFinding } from './task.ts';

export interface Hiding {
  finding(finding: FileFinding): FileFinding & Pick<Finding, 'unshown'>;
  /** What an author wrote beside a suppression in that file. */
  reason(path: string, reason: string): string;
}

/** Fewer characters of a credential tell nothing, and stand in any sentence by chance. */
const TELLING = 8;

/**
 * Takes a credential out of what other checks say of its lines: their fix would repeat it in a comment, which no later push takes
 * away, and so would their source line and a message that quotes it. `found` is all that was found at head, also what is not new
 * or is suppressed.
 */
export function hideSecrets(
  { checks }: Catalogue,
  files: readonly ChangedFile[],
  found: readonly FileFinding[],
): Hiding {
  const infos = new Map(checks.map(({ info }) => [info.id, info]));
  const texts = new Map(files.map(({ path, text }) => [path, text ?? '']));
  const secrets = Map.groupBy(
    found.filter(({ check }) => infos.get(check)?.secret),
    ({ path }) => path,
  );
  const quotes = (said: string, places: readonly FileFinding[]): boolean =>
    places.some(({ path, span }) => shares(said, textAt(texts.get(path) ?? '', span)));
  return {
    finding(finding) {
      const info = infos.get(finding.check);
      const near = (secrets.get(finding.path) ?? []).filter(({ span }) => isTouched(finding, span));
      // Secret checks neither quote nor mend.
      if (info?.secret || near.length === 0) return finding;
      const { fix: _fix, ...rest } = finding;
      const message = quotes(finding.message, near) ? `${info?.title ?? 'Something is wrong here'}.` : finding.message;
      return { ...rest, message, unshown: true };
    },
    reason: (path, reason) => (quotes(reason, secrets.get(path) ?? []) ? '…' : reason),
  };
}

function isTouched({ span, fix }: FileFinding, secret: Span): boolean {
  return [span, ...(fix?.edits ?? []).map((edit) => edit.span)].some(
    ({ line, endLine }) => line <= secret.endLine && secret.line <= endLine,
  );
}

/** True where a message has a part of a credential, be it cut off at either end. */
function shares(message: string, secret: string): boolean {
  for (let at = 0; at + TELLING <= message.length; at++)
    if (secret.includes(message.slice(at, at + TELLING))) return true;
  return false;
}
