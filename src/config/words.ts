/** Text from a configuration file as a short code span that cannot break out of it. */
export function quote(text: string): string {
  const flat = text.replace(/[\p{C}\p{Z}]+/gu, ' ').replaceAll('`', "'");
  return `\`${flat.length > 60 ? `${flat.slice(0, 59).trimEnd()}…` : flat}\``;
}

/** `a`, `b` or `c`. */
export function anyOf(names: readonly string[], word = 'or'): string {
  const quoted = names.map(quote);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${word} ${last}`;
}

/** 12,345. */
export function digits(number: number): string {
  return number.toLocaleString('en-US');
}
