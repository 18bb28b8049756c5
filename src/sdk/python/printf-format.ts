/** What a text that is filled by `%` asks for. */
export interface PrintfFormat {
  /** Values taken by place; a `*` for width or precision takes one of its own. */
  readonly places: number;
  /** Values taken by name, as often as they stand there. */
  readonly names: number;
  /** Every placeholder is as plain as `%s`: nothing that a text may hold by chance, such as the `% d` of `50% done`. */
  readonly plain: boolean;
}

const PLACEHOLDER = /%(?:\(([^()]*)\))?([#0\- +]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?(.?)/gs;

/** Reads a text as `%` does. Undefined where `%` raises ValueError for it, whatever the values are. */
export function readPrintf(text: string): PrintfFormat | undefined {
  let [places, names, plain] = [0, 0, true];
  for (const [whole, name, flags, width, precision, letter = ''] of text.matchAll(PLACEHOLDER)) {
    if (whole === '%%') continue;
    if (!/[diouxXeEfFgGcrsa]/.test(letter)) return undefined;
    if (name === undefined) places += 1;
    else names += 1;
    places += [width, precision].filter((one) => one === '*').length;
    plain &&= flags === '' && /[srdf]/.test(letter);
  }
  return { places, names, plain };
}

/**
 * The source of a string with a `%s` for each value: in place of its braces, or at its end for a single value. Undefined where it is
 * not plain to see where they belong. `text` is what the string says.
 */
export function withPlaces(source: string, text: string, values: number): string | undefined {
  const braces = text.match(/\{\w*\}/g) ?? [];
  if (text.includes('%')) return undefined;
  if (braces.length === values) return source.replaceAll(/\{\w*\}/g, '%s');
  const quotes = /("""|'''|"|')$/.exec(source)?.[1];
  if (quotes === undefined || values > 1 || text.includes('{') || /\s$|^$/.test(text)) return undefined;
  return `${source.slice(0, -quotes.length)} %s${quotes}`;
}
