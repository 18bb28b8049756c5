import { spanOnLine } from '../../core/span.ts';
import type { Span } from '../../core/flow.ts';

/** A link or image of a text to a path of the same repository. */
export interface DocLink {
  /** As written, without anchor and query, percent escapes decoded. */
  readonly target: string;
  readonly at: Span;
}

/** Relative links of a Markdown or reStructuredText file. Code, comments, templates and addresses are left out. */
export function relativeLinks(path: string, lines: readonly string[]): readonly DocLink[] {
  const isMarkdown = /\.(md|mdx|markdown)$/i.test(path);
  const all = isMarkdown ? lines : withoutConditions(lines);
  return proseLines(all, isMarkdown).flatMap(({ text, number }) =>
    isMarkdown ? markdownLinks(text, number) : rstLinks(text, number),
  );
}

interface Line {
  readonly text: string;
  /** 1-based. */
  readonly number: number;
}

/** Lines outside of fences and comments. Code within a line becomes blanks, so that columns stay. */
function proseLines(lines: readonly string[], isMarkdown: boolean): readonly Line[] {
  const found: Line[] = [];
  let fence: string | undefined;
  let inComment = false;
  for (const [index, line] of lines.entries()) {
    const mark = isMarkdown ? /^[\s>]*(`{3,}|~{3,})/.exec(line)?.[1] : undefined;
    if (mark !== undefined && (fence === undefined || (mark.startsWith(fence) && /^[\s>]*[`~]+\s*$/.test(line)))) {
      fence = fence === undefined ? mark : undefined;
      continue;
    }
    if (fence !== undefined) continue;
    const text = blank(line, isMarkdown ? /(`+)(?!`).*?(?<!`)\1(?!`)|<!--.*?-->/g : /``.*?``/g);
    const opens = text.lastIndexOf('<!--');
    const closes = text.indexOf('-->');
    if (!inComment || closes >= 0) {
      const from = inComment ? closes + 3 : 0;
      const to = opens > closes && isMarkdown ? opens : text.length;
      found.push({ text: ' '.repeat(from) + text.slice(from, to), number: index + 1 });
    }
    if (isMarkdown) inComment = opens > closes || (inComment && closes < 0);
  }
  return found;
}

/** Blank lines in place of blocks that only some builds have. */
function withoutConditions(lines: readonly string[]): readonly string[] {
  let column: number | undefined;
  return lines.map((line) => {
    if (column !== undefined && line.trim() !== '' && indentOf(line) <= column) column = undefined;
    if (column !== undefined) return '';
    if (/^\s*\.\.\s+(only|ifconfig)::/.test(line)) column = indentOf(line);
    return line;
  });
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function blank(line: string, pattern: RegExp): string {
  return line.replace(pattern, (whole) => ' '.repeat(whole.length));
}

const MARKDOWN = [
  // [text](path "title") and ![alt](<path with blanks>)
  /\]\(\s*(?:<([^<>]+)>|((?:[^\s()<>\\]|\([^\s()]*\))+))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)/g,
  // [name]: path
  /^ {0,3}\[(?!\^)[^\]]+\]:\s+(?:<([^<>]+)>|(\S+))(?:\s+["'(].*)?\s*$/g,
  /<(?:img|a|source)\b[^>]*?\s(?:src|href)\s*=\s*["']([^"']+)["']/gi,
];

function markdownLinks(text: string, number: number): readonly DocLink[] {
  return MARKDOWN.flatMap((pattern) => [...text.matchAll(pattern)].flatMap((match) => linkOf(match, text, number)));
}

const RST = [
  /^\s*\.\.\s+(?:\|[^|]*\|\s+)?(?:image|figure|include|literalinclude)::\s+(\S+)\s*$/g,
  /`[^`<>]+<([^<>`]+)>`__?/g,
  /^\s*\.\.\s+_[^:]+:\s+(\S+\.\w+)\s*$/g,
];

function rstLinks(text: string, number: number): readonly DocLink[] {
  return RST.flatMap((pattern) => [...text.matchAll(pattern)].flatMap((match) => linkOf(match, text, number)));
}

function linkOf(match: RegExpMatchArray, line: string, number: number): readonly DocLink[] {
  const written = match[1] ?? match[2] ?? '';
  const start = line.indexOf(
    written,
    (match.index ?? 0) + (line.startsWith('[', match.index) ? match[0].indexOf(']:') : 0),
  );
  const target = decode(written.replace(/[#?].*$/, ''));
  const isOther =
    /^[a-z][a-z\d+.-]*:|^\/|^~|^www\.|@|\{|\}|\$|%|\*|<|>|\|/i.test(target) || target === '' || /\{\{|\{%/.test(line);
  return isOther || start < 0 ? [] : [{ target, at: spanOnLine(number, start + 1, start + 1 + written.length) }];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
