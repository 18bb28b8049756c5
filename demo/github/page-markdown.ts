import markdownIt from 'markdown-it';
import { escapeHtml, trusted } from './page-html.ts';
import type { Html } from './page-html.ts';

/** What a comment's Markdown needs to know of its place. */
export interface MarkdownPlace {
  /** The lines that a suggestion would replace. */
  readonly original?: readonly string[];
}

function suggestion(content: string, original: readonly string[]): string {
  const added = content.replace(/\n$/, '');
  const rows = [
    ...original.map((line) => `<span class="line del">- ${escapeHtml(line)}</span>`),
    ...(content === '' ? [] : added.split('\n').map((line) => `<span class="line add">+ ${escapeHtml(line)}</span>`)),
  ];
  return `<figure class="suggestion"><figcaption>Suggested change</figcaption><pre>${rows.join('')}</pre><div class="commit"><span class="button">Commit suggestion</span></div></figure>`;
}

/** The only HTML that is let through, each tag alone on its line: folding. Comments are dropped, as GitHub does. */
function foldingTag(line: string, inline: (text: string) => string): string | undefined {
  if (/^<details( open)?>$/.test(line)) return '<details>';
  if (line === '</details>') return '</details>';
  const summary = /^(<details>)?\s*<summary>(.*)<\/summary>$/.exec(line);
  if (summary)
    return `${summary[1] ?? ''}<summary>${inline((summary[2] ?? '').replace(/<\/?(b|strong|code)>/g, ''))}</summary>`;
  return /^<!--.*-->$/.test(line) ? '' : undefined;
}

function linesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((line) => typeof line === 'string') : [];
}

function createRenderer() {
  const renderer = markdownIt({ html: false, linkify: false, breaks: true });
  renderer.disable('image');
  renderer.block.ruler.before(
    'paragraph',
    'folding',
    (state, startLine, _endLine, silent) => {
      const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
      const line = state.src.slice(start, state.eMarks[startLine]).trim();
      const tag = foldingTag(line, (text) => renderer.renderInline(text));
      if (tag === undefined) return false;
      if (!silent) state.push('html_block', '', 0).content = tag;
      state.line = startLine + 1;
      return true;
    },
    { alt: ['paragraph', 'reference', 'blockquote'] },
  );
  const plain = renderer.renderer.rules.fence;
  renderer.renderer.rules.fence = (...given) => {
    const [tokens, index, , env] = given;
    const token = tokens[index];
    if (token?.info.trim() === 'suggestion') return suggestion(token.content, linesOf(env?.original));
    return plain ? plain(...given) : '';
  };
  return renderer;
}

const renderer = createRenderer();

/** GitHub's Markdown as far as reviews need it. Raw HTML shows as text, but for folding. */
export function markdown(text: string, place: MarkdownPlace = {}): Html {
  return trusted(renderer.render(text, { ...place }));
}
