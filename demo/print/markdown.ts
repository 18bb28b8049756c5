import markdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { visible } from '../../src/docs/visible.ts';
import { cells, cut, paint, piece, wrap } from './text.ts';
import type { Paper, Piece, Style } from './text.ts';

export interface MarkdownOptions extends Paper {
  /** The lines that a suggestion would replace. */
  readonly original?: readonly string[];
}

type Cell = readonly Piece[];

const parser = markdownIt({ html: true, linkify: false });

/**
 * GitHub's Markdown as lines of a terminal, as far as reviews need it. Addresses of links are left out, and so is what is folded
 * away: of it only the heading shows.
 */
export function renderMarkdown(text: string, options: MarkdownOptions): readonly string[] {
  const lines: string[] = [];
  const tokens = parser.parse(text, {});
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    const end = blockEnd(tokens, at);
    const block = renderBlock(tokens.slice(at, end + 1), options);
    if (block.length > 0) lines.push(...(lines.length > 0 ? [''] : []), ...block);
    at = end;
  }
  return lines;
}

/** Index of the token that closes the block: its own, or the end of what it folds away. */
function blockEnd(tokens: readonly Token[], from: number): number {
  const folds = /^<details\b/.test(tokens[from]?.content ?? '');
  let depth = 0;
  for (const [index, { nesting, content, type }] of tokens.entries()) {
    if (index < from) continue;
    depth += nesting;
    if (folds ? type === 'html_block' && content.includes('</details>') : depth <= 0) return index;
  }
  return tokens.length - 1;
}

function renderBlock(tokens: readonly Token[], options: MarkdownOptions): readonly string[] {
  const [first] = tokens;
  const inline = tokens.find(({ type }) => type === 'inline');
  switch (first?.type) {
    case 'heading_open':
      return fold(inlinePieces(inline, options, ['bold']), options);
    case 'paragraph_open':
      return fold(inlinePieces(inline, options), options);
    case 'bullet_list_open':
    case 'ordered_list_open':
      return tokens.filter(({ type }) => type === 'inline').flatMap((item) => renderItem(item, options));
    case 'table_open':
      return renderTable(tokens, options);
    case 'fence':
    case 'code_block':
      return first.info.trim() === 'suggestion'
        ? renderSuggestion(first.content, options)
        : renderCode(first.content, options);
    case 'html_block':
      return renderFold(first.content, options);
    default:
      return [];
  }
}

function fold(pieces: readonly Piece[], paper: Paper): readonly string[] {
  return wrap(pieces, paper.width).map((line) => paint(line, paper));
}

const SEVERITIES: Readonly<Record<string, Style>> = { error: 'red', warning: 'yellow', notice: 'cyan' };

function renderItem(item: Token, paper: Paper): readonly string[] {
  return wrap(highlighted(inlinePieces(item, paper)), paper.width - 2).map(
    (line, index) => (index === 0 ? '• ' : '  ') + paint(line, paper),
  );
}

/** A finding's severity, the first word of its line, in its colour. */
function highlighted(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.flatMap((each, index) => {
    const [, word = '', rest = ''] = /^(error|warning|notice)\b(.*)$/s.exec(each.text) ?? [];
    const style = SEVERITIES[word];
    // A word that is bold stands behind an empty text.
    const isFirst = pieces.slice(0, index).every(({ text }) => text === '');
    return style && isFirst
      ? [
          { text: word, styles: [...each.styles, style] },
          { ...each, text: rest },
        ]
      : [each];
  });
}

function renderTable(tokens: readonly Token[], paper: Paper): readonly string[] {
  const rows: Cell[][] = [];
  for (const token of tokens) {
    if (token.type === 'tr_open') rows.push([]);
    if (token.type === 'inline') rows.at(-1)?.push(inlinePieces(token, paper, rows.length === 1 ? ['dim'] : []));
  }
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => size(row[column] ?? []))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const blank = ' '.repeat((widths[column] ?? 0) - size(cell));
        return column === 0 ? paint(cell, paper) + blank : blank + paint(cell, paper);
      })
      .join('   ')
      .trimEnd(),
  );
}

function size(cell: Cell): number {
  return cell.reduce((sum, { text }) => sum + cells(text), 0);
}

function renderCode(content: string, paper: Paper): readonly string[] {
  return content
    .trimEnd()
    .split('\n')
    .flatMap((line) => codeLine(line, { mark: '    ', style: 'dim' }, paper));
}

function renderSuggestion(content: string, options: MarkdownOptions): readonly string[] {
  const added = content === '' ? [] : content.replace(/\n$/, '').split('\n');
  return [
    ...(options.original ?? []).flatMap((line) => codeLine(line, { mark: '- ', style: 'red' }, options)),
    ...added.flatMap((line) => codeLine(line, { mark: '+ ', style: 'green' }, options)),
  ];
}

/** A line of code with its spaces, as many lines of the terminal as it takes. */
function codeLine(text: string, { mark, style }: { mark: string; style: Style }, paper: Paper): readonly string[] {
  const shown = visible(text.replaceAll('\t', '    '));
  return cut(shown, paper.width - mark.length).map((part, index) =>
    paint([piece((index === 0 ? mark : ' '.repeat(mark.length)) + part, style)], paper),
  );
}

/** The heading of what is folded away; nothing of other HTML, which is comments. */
function renderFold(content: string, paper: Paper): readonly string[] {
  const [, summary] = /<summary>(.*?)<\/summary>/s.exec(content) ?? [];
  if (summary === undefined) return [];
  const words = parser.utils
    .unescapeAll(summary)
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return fold([piece(`▸ ${words}`, 'dim')], paper);
}

/** Code is told by its colour, or else by the marks that it has in Markdown. */
function inlinePieces(token: Token | undefined, { color }: Paper, styles: readonly Style[] = []): readonly Piece[] {
  const pieces: Piece[] = [];
  let strong = 0;
  for (const { type, content } of token?.children ?? []) {
    if (type === 'strong_open') strong += 1;
    else if (type === 'strong_close') strong -= 1;
    const style: readonly Style[] = strong > 0 ? [...styles, 'bold'] : styles;
    if (type === 'code_inline')
      pieces.push(color ? { text: content, styles: [...style, 'cyan'] } : { text: `\`${content}\``, styles: style });
    else if (type === 'softbreak' || type === 'hardbreak') pieces.push(piece(' '));
    else if (type === 'text' || type === 'html_inline') pieces.push({ text: content, styles: style });
  }
  return pieces;
}
