import { visibleLines } from './visible-lines.ts';

/** Where something was said: on the pull request itself, or under a comment of ours. */
export type Place = 'conversation' | 'reply';

/** One thing that somebody asks of us. Names of checks are as written; nobody has looked yet whether there is such a check. */
export type Word =
  | { readonly kind: 'recheck' | 'pause' | 'resume' | 'help' }
  | { readonly kind: 'explain'; readonly check: string }
  | { readonly kind: 'ignore'; readonly check: string; readonly reason: string }
  /** A reply that says `ignore: reason`: about what the comment above it says. */
  | { readonly kind: 'dismiss'; readonly reason: string }
  /** A command that is none: it asks for the grammar, and nothing is done. */
  | { readonly kind: 'unclear' };

/** Words read of one comment at most. */
export const MOST_WORDS = 10;
/** UTF-16 units of a reason that are kept. */
export const MOST_REASON = 300;
const MOST_NAME = 100;

const COMMAND = /^ ?\/cv(?:[ \t]+(.*))?$/i;
const DISMISSAL = /^ ?ignore:(.*)$/i;
/** Some keyboards make one dash of two. */
const IGNORE = /^(\S+)[ \t]+(?:--|\u2014|\u2013)(.*)$/;

/**
 * What a comment asks of us, in its order: the whole grammar, and there is no other. A command stands on a line of its own and takes
 * nothing but the name of a check and a reason. Time grows with the length only.
 */
export function readWords(body: string, place: Place): readonly Word[] {
  const words: Word[] = [];
  for (const line of visibleLines(body)) {
    const word = readWord(line.trimEnd(), place);
    if (word) words.push(word);
    if (words.length === MOST_WORDS) break;
  }
  return words;
}

/** Whether a comment asks anything of us: a cheap look before anything else is known of it or of who wrote it. */
export function mayDecide(body: string, kind: Place): boolean {
  return readWords(body, kind).length > 0;
}

function readWord(line: string, place: Place): Word | undefined {
  const command = COMMAND.exec(line);
  if (command) return readCommand(command[1]?.trim() ?? '');
  const reason = place === 'reply' ? shorten(DISMISSAL.exec(line)?.[1] ?? '', MOST_REASON) : '';
  return reason === '' ? undefined : { kind: 'dismiss', reason };
}

function readCommand(text: string): Word {
  const [name = '', rest = ''] = splitAtSpace(text);
  const command = name.toLowerCase();
  switch (command) {
    case 'recheck':
    case 'pause':
    case 'resume':
    case 'help':
      return { kind: rest === '' ? command : 'unclear' };
    case 'explain':
      return rest === '' || /\s/.test(rest) ? { kind: 'unclear' } : { kind: 'explain', check: nameOf(rest) };
    case 'ignore': {
      const [, check = '', words = ''] = IGNORE.exec(rest) ?? [];
      const reason = shorten(words, MOST_REASON);
      return reason === '' ? { kind: 'unclear' } : { kind: 'ignore', check: nameOf(check), reason };
    }
    default:
      return { kind: 'unclear' };
  }
}

function splitAtSpace(text: string): readonly string[] {
  const at = text.search(/[ \t]/);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at).trim()];
}

/** A name may stand between backticks, as our own comments have it. */
function nameOf(text: string): string {
  return shorten(text.replace(/^`(.*)`$/, '$1'), MOST_NAME);
}

function shorten(text: string, most: number): string {
  const trimmed = text.trim();
  return trimmed.length > most
    ? `${trimmed
        .slice(0, most - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`
    : trimmed;
}
