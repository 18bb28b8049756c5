/** How far a fence may be indented, in spaces: by Markdown's own rule, and where anything further in stands in a list item. */
const DEEPEST = 3;
const OUTSIDE_LISTS = 1;

/**
 * The lines of a comment that its author says in their own voice: without code blocks between fences, quotes and HTML comments.
 * A line that is such a part of another voice is left out; a comment within a line is cut out of it. In doubt a line is left out.
 * Every line is looked at twice, whatever it holds.
 */
export function visibleLines(body: string): readonly string[] {
  const lines = body.split(/\r\n|\n|\r/);
  // What is indented may belong to a list item or not, which decides whether a fence holds up to here: both must agree.
  const inLists = scan(lines, DEEPEST);
  const outside = scan(lines, OUTSIDE_LISTS);
  return inLists.flatMap((line, index) => (line === undefined || outside[index] === undefined ? [] : [line]));
}

/** What is visible of each line; undefined where nothing is. */
function scan(lines: readonly string[], deepest: number): readonly (string | undefined)[] {
  let fence: Fence | undefined;
  let isComment = false;
  let isQuote = false;
  return lines.map((line) => {
    if (fence) {
      if (closes(line, fence)) fence = undefined;
      return undefined;
    }
    const startsInComment = isComment;
    if (!isComment) {
      fence = openedBy(line, deepest);
      // A paragraph that begins in a quote goes on in it up to the next blank line.
      isQuote = fence === undefined && line.trim() !== '' && (isQuote || /^ {0,3}>/.test(line));
      if (fence || isQuote) return undefined;
    }
    const cut = withoutComments(line, isComment);
    isComment = cut.isOpen;
    return startsInComment ? undefined : cut.text;
  });
}

interface Fence {
  readonly mark: string;
  readonly length: number;
}

function openedBy(line: string, deepest: number): Fence | undefined {
  const [, indent = '', run = '', info = ''] = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (run === '' || indent.length > deepest) return undefined;
  const mark = run.charAt(0);
  return mark === '`' && info.includes('`') ? undefined : { mark, length: run.length };
}

function closes(line: string, { mark, length }: Fence): boolean {
  const run = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1] ?? '';
  return run.charAt(0) === mark && run.length >= length;
}

function withoutComments(line: string, wasOpen: boolean): { readonly text: string; readonly isOpen: boolean } {
  let text = '';
  let isOpen = wasOpen;
  for (let at = 0; at < line.length;) {
    const mark = isOpen ? '-->' : '<!--';
    const found = line.indexOf(mark, at);
    const end = found === -1 ? line.length : found;
    if (!isOpen) text += line.slice(at, end);
    if (found === -1) break;
    isOpen = !isOpen;
    at = found + mark.length;
  }
  return { text, isOpen };
}
