/** True for a path, relative to the folder of the patterns, that they leave out. */
export type Ignores = (path: string) => boolean;

interface Pattern {
  readonly expression: RegExp;
  readonly includes: boolean;
}

/**
 * The patterns of a `.dockerignore`: relative to the build context wherever they have a slash or not, `**` for any folders, the last
 * match wins, `!` takes back. A folder that is left out takes all in it along, unless a later pattern with `!` names it.
 */
export function dockerIgnores(text: string): Ignores {
  return matchAll(text, (line) => line.replace(/^\/+/, '').replace(/\/+$/, ''));
}

/** The patterns of a `.gitignore`: without a slash they mean a name in any folder. */
export function gitIgnores(text: string): Ignores {
  return matchAll(text, (line) => {
    const plain = line.replace(/\/+$/, '');
    return plain.includes('/') ? plain.replace(/^\/+/, '') : `**/${plain}`;
  });
}

function matchAll(text: string, rooted: (line: string) => string): Ignores {
  const patterns = text.split(/\r\n|\n|\r/).flatMap((raw): readonly Pattern[] => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return [];
    const includes = line.startsWith('!');
    const glob = rooted((includes ? line.slice(1) : line).trim().replace(/^\.\//, ''));
    return glob === '' || glob === '.' ? [] : [{ expression: expressionOf(glob), includes }];
  });
  return (path) => {
    const parents = parentsOf(path);
    // Something in the folder is taken back: what is left out of it cannot be said of the folder as a whole.
    if (patterns.some(({ includes, expression }) => includes && expression.source.startsWith(`^${escaped(path)}\\/`)))
      return false;
    let ignored = false;
    for (const { expression, includes } of patterns) {
      if (ignored === includes && parents.some((parent) => expression.test(parent))) ignored = !includes;
    }
    return ignored;
  };
}

/** A path and the folders that it is in. */
function parentsOf(path: string): readonly string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

function expressionOf(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|\[[^\]]*\]|[^*?[]+|\[/g, (piece) => {
    if (piece === '**/') return '(?:.*\\/)?';
    if (piece === '**') return '.*';
    if (piece === '*') return '[^/]*';
    if (piece === '?') return '[^/]';
    return /^\[.+\]$/.test(piece) ? piece.replace(/^\[!/, '[^').replaceAll('\\', '') : escaped(piece);
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /^(?!)/;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
