/**
 * Globs as Ruff's `per-file-ignores` has them, which are those of the globset crate with its defaults: unlike in .gitignore, `*`
 * and `?` match slashes too. `**` before a slash stands for any folders or none, `[a-z]` and `[!a]` for one character, `{a,b}` for
 * either. Matching takes time in proportion to pattern times path, whatever the pattern.
 */
export function globMatches(glob: string, path: string): boolean {
  const plain = glob.replace(/(^|\/)\*\*\//g, '$1{,*/}').replace(/\*{2,}/g, '*');
  return alternatives(plain).some((pattern) => matches(tokens(pattern), path));
}

/** A pattern with more alternatives than that is cut; no team's settings have so many. */
const MAX_ALTERNATIVES = 256;

/** `a{b,c}` → `ab`, `ac`. Braces may nest; one that is never closed stands for itself. */
function alternatives(pattern: string): readonly string[] {
  let open = [pattern];
  const done: string[] = [];
  while (open.length > 0 && open.length + done.length <= MAX_ALTERNATIVES) {
    const next: string[] = [];
    for (const one of open) {
      // The innermost group first, so that its options have no braces of their own.
      const group = /\{([^{}]*)\}/.exec(one);
      if (!group) done.push(one);
      else
        for (const option of (group[1] ?? '').split(','))
          next.push(one.slice(0, group.index) + option + one.slice(group.index + group[0].length));
    }
    open = next;
  }
  return done;
}

/** One character that may stand at a place, or any run of characters. */
type Token = 'run' | ((character: string) => boolean);

function tokens(pattern: string): readonly Token[] {
  const found: Token[] = [];
  for (const [token] of pattern.matchAll(/\\[^]|\[!?\]?[^\]]*\]|[^]/gu)) {
    if (token === '*') found.push('run');
    else if (token === '?') found.push(() => true);
    else if (token.startsWith('[') && token.length > 1) found.push(characterClass(token.slice(1, -1)));
    else found.push(literal(token.startsWith('\\') ? token.slice(1) : token));
  }
  return found;
}

function literal(wanted: string): Token {
  return (character) => character === wanted;
}

function characterClass(body: string): Token {
  const negated = body.startsWith('!') || body.startsWith('^');
  const ranges = [...(negated ? body.slice(1) : body).matchAll(/([^])-([^])|([^])/gu)].map(([, from, to, one]) => [
    from ?? one ?? '',
    to ?? one ?? '',
  ]);
  return (character) => ranges.some(([from = '', to = '']) => from <= character && character <= to) !== negated;
}

function matches(pattern: readonly Token[], path: string): boolean {
  const text = Array.from(path);
  let at = 0;
  let token = 0;
  let lastRun = -1;
  let runEnd = 0;
  while (at < text.length) {
    const wanted = pattern[token];
    if (wanted === 'run') {
      lastRun = token++;
      runEnd = at;
    } else if (wanted?.(text[at] ?? '')) {
      at++;
      token++;
    } else if (lastRun >= 0) {
      // Only the last run needs to grow: what stands before it matches as early as it can.
      token = lastRun + 1;
      at = ++runEnd;
    } else return false;
  }
  return pattern.slice(token).every((rest) => rest === 'run');
}
