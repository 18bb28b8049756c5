/**
 * Control, format and private surrogate characters, line separators, and everything that Unicode lets a renderer leave out:
 * zero-width and bidirectional marks, soft hyphens, tag letters, invisible letters. The emoji selector U+FE0F does no harm.
 */
const HIDDEN = /(?!\n|\t|\u{FE0F})[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text in which nothing hides or reorders: characters that cannot be seen, and those that steer a terminal, are written as
 * `U+202E`. Line feeds and tabs stay.
 */
export function visible(text: string): string {
  return spellOut(text, (hidden) => `U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
}

/** The same with another way of writing the characters, each handed over as one or two UTF-16 units. */
export function spellOut(text: string, write: (hidden: string) => string): string {
  return text.replace(HIDDEN, write);
}

/** Visible text on one line: runs of blanks and line ends become one space. */
export function oneLine(text: string): string {
  return visible(text.replace(/[\t\n\v\f\r ]+/g, ' ').trim());
}

/** At most `most` UTF-16 units, three dots included; a surrogate pair is never split. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
