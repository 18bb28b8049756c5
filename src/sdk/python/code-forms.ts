/** Statements that do the same in other words, as tools that modernise code rewrite them. Tokens are those of `CodeText`. */

/** One form for all of them. `elif` and `if` differ by where they stand, which a statement's tokens do not say. */
export function plainForm(tokens: string): string {
  const plain = tokens
    .replace(/^elif /, 'if ')
    .replace(/\bsuper \( \w[\w. ]* , \w+ \)/g, 'super ( )')
    .replace(/ == None\b/g, ' is None')
    .replace(/ != None\b/g, ' is not None')
    .replace(/\bnot (\w+(?: \. \w+)*) in /g, '$1 not in ')
    .replace(/\bnot (\w+(?: \. \w+)*) is /g, '$1 is not ');
  return withoutCasts(plain.startsWith('raise ') ? plain.replace(/ from \S.*$/, '') : plain);
}

/** `cast(X, y)` is `y` at run time. */
function withoutCasts(tokens: string): string {
  const call = /(?<!\. )\b(?:(?:typing|t) \. )?cast \( /.exec(tokens);
  if (!call) return tokens;
  const rest = tokens.slice(call.index + call[0].length).split(' ');
  let depth = 0;
  const ends = rest.flatMap((token, index) => {
    const isEnd = depth === 0 && (token === ',' || token === ')');
    depth += Number('([{'.includes(token)) - Number(')]}'.includes(token));
    return isEnd ? [index] : [];
  });
  const [comma, close] = ends;
  if (comma === undefined || close === undefined || rest[comma] !== ',' || rest[close] !== ')') return tokens;
  const parts = [tokens.slice(0, call.index).trimEnd(), ...rest.slice(comma + 1, close), ...rest.slice(close + 1)];
  return parts.filter((part) => part !== '').join(' ');
}

interface Formatted {
  /** Values stand after the text, for `%` and `format()`, or inside of it. */
  readonly how: 'after' | 'inside';
  /** Names, numbers and operators, without the text and its placeholders. */
  readonly words: string;
}

/** What a statement says that puts values into a text, however it does so. Undefined for other statements. */
export function formatted(tokens: string): Formatted | undefined {
  const how = /(^| )'\S* (% |\. format \()/.test(tokens)
    ? 'after'
    : /(^| )'\S* \{ /.test(tokens)
      ? 'inside'
      : undefined;
  if (!how) return undefined;
  const values = tokens.replace(/ ! \w(?= [:}])/g, '').replace(/ : [^{}]*(?= \})/g, '');
  const words = values.split(' ').filter((token) => !/^('.*|[(){}.,%]|format)$/.test(token));
  return { how, words: words.join(' ') };
}
