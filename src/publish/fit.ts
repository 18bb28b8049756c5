/** Length as GitHub counts it. */
export function bytes(text: string): number {
  return Buffer.byteLength(text);
}

/**
 * As many items as fit, joined, and a last line that says how many do not. `more` is asked for that line with their number.
 * Empty for no items.
 */
export function fitItems(items: readonly string[], most: number, more: (left: number) => string): string {
  const separator = '\n';
  // Room for the last line is kept free from the start: it is as long for any number as for the greatest.
  let room = most - bytes(more(items.length)) - 1;
  const kept: string[] = [];
  for (const item of items) {
    room -= bytes(item) + 1;
    if (room < 0) break;
    kept.push(item);
  }
  const left = items.length - kept.length;
  return [...kept, ...(left > 0 ? [more(left)] : [])].join(separator);
}

/** A text of at most so many UTF-8 bytes; three dots stand for what was cut. No character is split. */
export function fitText(text: string, most: number): string {
  if (bytes(text) <= most) return text;
  let result = '';
  let room = most - bytes('…');
  for (const character of text) {
    room -= bytes(character);
    if (room < 0) break;
    result += character;
  }
  return `${result}…`;
}
