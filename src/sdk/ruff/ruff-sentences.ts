import type { RuffDiagnostic } from '../../core/facts.ts';
import { shortName } from '../short-name.ts';

/** What is said of a code; a function is given the first piece of code that the engine quotes, at most 40 characters of it. */
export type Sentence = string | ((quoted: string) => string);

/** Our sentence for a diagnostic; undefined for a code that the table lacks. */
export function sentenceFor(
  sentences: Readonly<Record<string, Sentence>>,
  { code, message }: RuffDiagnostic,
): string | undefined {
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  if (typeof sentence !== 'function') return sentence;
  return sentence(shortName(/`([^`\n]+)`/.exec(message)?.[1] ?? 'this'));
}
