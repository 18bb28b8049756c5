/** Lines that open a def or a class, or fork as `complexityOf` counts it, and quotes of texts of several lines. */
const TELLING = /^([ \t]*)(?:(?:async[ \t]+)?(def|for)|(class|if|elif|while|except|case|else))\b|"""|'''/gm;

/**
 * Says without a tree whether a def of a text may have a complexity above a limit: false is certain. A def is taken to last until
 * the next def or class that stands no deeper, so that it may be counted too much, never too little.
 */
export function mayForkMoreThan(limit: number, text: string): boolean {
  const open: { readonly depth: number; forks: number }[] = [];
  let quoted = false;
  for (const [match, indent = '', first, second] of text.matchAll(TELLING)) {
    const word = first ?? second;
    if (word === undefined) {
      // Code that a text holds is none of the def's own, and ends none.
      if (match.length === 3) quoted = !quoted;
      continue;
    }
    if ((word === 'def' || word === 'class') && !quoted) while ((open.at(-1)?.depth ?? -1) >= indent.length) open.pop();
    if (word === 'def') open.push({ depth: indent.length, forks: 0 });
    if (word !== 'class') for (const one of open) if (++one.forks > limit) return true;
  }
  return false;
}
