import { markup } from './page-html.ts';
import { nameOf } from './page-name.ts';
import { markdown } from './page-markdown.ts';
import { parsePatch } from './patch-lines.ts';
import type { FileChange } from './git-diff.ts';
import type { CheckRun, Thread } from './model.ts';
import type { Html } from './page-html.ts';
import type { PatchHunk, PatchLine, Side } from './patch-lines.ts';

type Annotation = CheckRun['annotations'][number];

/** Anchor of a line on the page: annotations point there. */
export function lineId(path: string, side: Side, line: number): string {
  return `${encodeURIComponent(path)}-${side === 'RIGHT' ? 'R' : 'L'}${line}`;
}

function textAt(hunks: readonly PatchHunk[], thread: Thread): readonly string[] {
  const { side, line, startLine } = thread.current;
  if (line === undefined || thread.outdated) return [];
  const of = (each: PatchLine): number | undefined => (side === 'LEFT' ? each.left : each.right);
  return hunks
    .flatMap((hunk) => hunk.lines)
    .filter((each) => (of(each) ?? -1) >= (startLine ?? line) && (of(each) ?? Number.POSITIVE_INFINITY) <= line)
    .map((each) => each.text);
}

function where(thread: Thread): string {
  const { side, line, startLine } = thread.outdated ? thread.original : thread.current;
  if (thread.subject === 'file' || line === undefined) return 'Comment on the file';
  const sign = side === 'LEFT' ? '-' : '+';
  return startLine === undefined
    ? `Comment on line ${sign}${line}`
    : `Comment on lines ${sign}${startLine} to ${sign}${line}`;
}

/** A conversation in one box, with what people would press below it. Nothing here can be pressed. */
function threadBox(thread: Thread, original: readonly string[]): Html {
  const notes = [
    thread.outdated ? 'Outdated' : '',
    thread.resolvedBy === undefined ? '' : `Resolved by ${thread.resolvedBy.login}`,
  ].filter((note) => note !== '');
  const resolve = thread.resolvedBy === undefined ? 'Resolve conversation' : 'Unresolve conversation';
  return markup`<div class="box thread"><div class="head dim">${where(thread)}<span class="push">${notes.join(' · ')}</span></div>
${thread.comments.map(
  (comment) => markup`<div class="said" id="discussion_r${comment.id}">${nameOf(comment.author)}
<div class="md">${comment.minimized === undefined ? markdown(comment.body, { original }) : markup`<p class="dim">Hidden as ${comment.minimized.toLowerCase()}.</p>`}</div></div>`,
)}<div class="answer"><span class="field dim">Reply…</span><span class="button">${resolve}</span></div></div>`;
}

function row(path: string, line: PatchLine): Html {
  const side: Side = line.kind === 'removed' ? 'LEFT' : 'RIGHT';
  const number = (side === 'LEFT' ? line.left : line.right) ?? 0;
  const sign = line.kind === 'added' ? '+' : line.kind === 'removed' ? '-' : ' ';
  return markup`<tr class="${line.kind}" id="${lineId(path, side, number)}"><td class="n">${line.left}</td><td class="n">${line.right}</td><td>${sign} ${line.text}</td></tr>`;
}

function standsUnder(thread: Thread, line: PatchLine): boolean {
  if (thread.outdated || thread.subject === 'file') return false;
  return (thread.current.side === 'LEFT' ? line.left : line.right) === thread.current.line;
}

/** An annotation, which leads to its line. Its words are text: GitHub knows no Markdown there. */
export function noteBox({ path, startLine, endLine, level, title, message }: Annotation): Html {
  const lines = endLine === startLine ? String(startLine) : `${startLine}-${endLine}`;
  return markup`<div class="note ${level}"><a href="#${lineId(path, 'RIGHT', endLine)}"><code>${path}:${lines}</code></a>
<strong>${title ?? level}</strong>
${message}</div>`;
}

/** One file of the diff with its comments and annotations under their lines. */
export function fileBox(file: FileChange, threads: readonly Thread[], notes: readonly Annotation[]): Html {
  const hunks = parsePatch(file.patch ?? '');
  const onFile = threads.filter((thread) => thread.subject === 'file' && !thread.outdated);
  const outdated = threads.filter((thread) => thread.outdated);
  const name = file.previousPath === undefined ? file.path : `${file.previousPath} → ${file.path}`;
  const talk = (thread: Thread): Html =>
    markup`<tr class="talk"><td colspan="3">${threadBox(thread, textAt(hunks, thread))}</td></tr>`;
  const annotate = (note: Annotation): Html => markup`<tr class="talk"><td colspan="3">${noteBox(note)}</td></tr>`;
  const rows = hunks.map(
    (hunk) =>
      markup`<tr class="hunk"><td colspan="3">${hunk.header}</td></tr>${hunk.lines.map(
        (line) =>
          markup`${row(file.path, line)}${notes.filter((note) => note.endLine === line.right).map(annotate)}${threads.filter((thread) => standsUnder(thread, line)).map(talk)}`,
      )}`,
  );
  return markup`<section class="box file"><div class="head"><span class="dim">⌄</span><strong class="path">${name}</strong><span class="dim">${file.status}</span>
<span class="push stat"><span class="plus">+${file.additions}</span> <span class="minus">−${file.deletions}</span></span></div>
<div class="diff"><table>${onFile.map(talk)}${rows}</table></div>
${hunks.length === 0 ? markup`<div class="body dim">No lines to show: the file is binary, or only its name or mode changed.</div>` : null}
${outdated.length === 0 ? null : markup`<div class="body"><details><summary>${outdated.length} outdated</summary>${outdated.map((thread) => threadBox(thread, []))}</details></div>`}
</section>`;
}
