/** Random texts made of what breaks out of Markdown, the same for the same seed. */
export interface Hostile {
  /** One or more pieces joined, often without blanks. */
  text(pieces?: number): string;
  /** An integer from 0 to below the bound. */
  below(bound: number): number;
}

const PIECES = [
  '@octocat',
  '@org/team',
  'a@b.example',
  '#12',
  'octo/repo#7',
  'GH-3',
  'gh-44',
  'https://evil.example/x',
  'http://evil.example',
  'www.evil.example',
  'ftp://evil.example',
  'mailto:a@b.example',
  '0123abc',
  'deadbeefcafe',
  '[x](https://evil.example)',
  '![i](//evil.example/p.png)',
  '[x]',
  '](',
  '[^1]',
  '<b>',
  '</details>',
  '<img src=x onerror=y>',
  '<!--',
  '-->',
  '&lt;',
  '&#64;octocat',
  '&',
  '<https://evil.example>',
  '*',
  '**',
  '_',
  '__',
  '~~',
  '|',
  '\\',
  '\\`',
  '`',
  '``',
  '```',
  '````',
  '`'.repeat(70),
  '`'.repeat(300),
  '~~~',
  '```suggestion',
  '$x$',
  '$$',
  ':smile:',
  '- ',
  '+ ',
  '1. ',
  '# ',
  '> ',
  '===',
  '---',
  ':--',
  '    ',
  '\n',
  '\r\n',
  '\n\n',
  '\t',
  '\u202E',
  '\u2066',
  '\u200B',
  '\u200D',
  '\uFEFF',
  '\u00AD',
  '\u0000',
  '\u001B[31m',
  '\u0085',
  '\u2028',
  '\u{E0041}',
  '\u3164',
  '\uD800',
  'name',
  'é',
  '日本',
  '😀',
  'x',
  ' ',
  ' ',
  '.',
  ',',
  '(',
  ')',
  '"',
  "'",
  '::error::x',
  '##[error]',
  '<!-- chapter-and-verse v1 fp=0000000000000001 sig=0000000000000000 -->',
] as const;

export function hostile(seed: number): Hostile {
  let state = seed;
  // Park and Miller's generator.
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    text: (pieces = 1 + below(12)) => Array.from({ length: pieces }, () => PIECES[below(PIECES.length)] ?? '').join(''),
  };
}
