import { matcher } from './globs.ts';

/** What `.gitattributes` says of a file: that it is, or that it is not. Absent where it says nothing. */
export interface Marks {
  readonly generated?: boolean;
  readonly vendored?: boolean;
}

interface Line {
  readonly matches: (path: string) => boolean;
  readonly marks: Marks;
}

const NAMES = { 'linguist-generated': 'generated', 'linguist-vendored': 'vendored' } as const;

/**
 * Marks by path, from the texts of `.gitattributes` files by their paths. The last line that matches wins, and a file in a folder
 * wins over those above it: https://git-scm.com/docs/gitattributes, https://github.com/github-linguist/linguist/blob/main/docs/overrides.md
 */
export function readAttributes(texts: ReadonlyMap<string, string>): (path: string) => Marks {
  const folders = [...texts]
    .map(([path, text]) => ({ folder: path.slice(0, path.lastIndexOf('/') + 1), lines: readLines(text) }))
    .filter(({ lines }) => lines.length > 0)
    .sort((a, b) => a.folder.length - b.folder.length);
  return (path) => {
    const own = folders.filter(({ folder }) => path.startsWith(folder));
    const matching = own.flatMap(({ folder, lines }) =>
      lines.filter(({ matches }) => matches(path.slice(folder.length))),
    );
    // Object.assign of many is typed `any`.
    return Object.assign({}, ...matching.map(({ marks }) => marks)) as Marks;
  };
}

function readLines(text: string): readonly Line[] {
  return text.split(/\r?\n/).flatMap((line): readonly Line[] => {
    const [, quoted, plain, rest = ''] = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"#]\S*))\s+(.*)$/.exec(line) ?? [];
    const pattern = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    const marks = marksOf(rest);
    // A pattern that ends in a slash never matches a file, and git allows no negated ones.
    if (pattern === undefined || Object.keys(marks).length === 0 || /^!|\/$/.test(pattern)) return [];
    const glob = pattern.startsWith('/') ? pattern.slice(1) : pattern;
    // One slash inside ties a pattern to its folder; without any it is the name in whatever folder.
    const matches = matcher([glob]);
    return [
      {
        matches:
          pattern.startsWith('/') && !glob.includes('/') ? (path) => !path.includes('/') && matches(path) : matches,
        marks,
      },
    ];
  });
}

/** `linguist-generated`, `-linguist-generated`, `linguist-generated=false`, `linguist-generated=true`. */
function marksOf(attributes: string): Marks {
  const marks: { generated?: boolean; vendored?: boolean } = {};
  for (const word of attributes.split(/\s+/)) {
    const [, minus = '', name = '', value = 'true'] = /^([-!]?)([\w-]+)(?:=(\S*))?$/.exec(word) ?? [];
    if (name === 'linguist-generated' || name === 'linguist-vendored')
      marks[NAMES[name]] = minus === '' && value !== 'false';
  }
  return marks;
}
