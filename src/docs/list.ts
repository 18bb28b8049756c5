import type { ChapterInfo, CheckInfo } from '../core/check-info.ts';
import { inlineCode, cell, prose } from './markdown.ts';
import { compareText } from './order.ts';
import { count } from './words.ts';

/**
 * All checks by chapter, as the `README.md` of the folder that has the pages `ch09/some-check.md`: Markdown, ends in a line break.
 * Chapters without checks are listed too: the reader sees what nobody looks at.
 */
export function renderList(checks: readonly CheckInfo[], chapters: readonly ChapterInfo[]): string {
  const sorted = chapters.toSorted((a, b) => a.number - b.number);
  const parts = sorted.map((chapter) =>
    renderChapter(
      chapter,
      checks.filter((info) => info.chapter === chapter.number),
    ),
  );
  const intro = `${count(checks.length, 'check')} in ${count(chapters.length, 'chapter')}. The presets nest: recommended ⊂ strict ⊂ all.`;
  return ['# Checks', intro, ...parts].join('\n\n') + '\n';
}

function renderChapter(chapter: ChapterInfo, checks: readonly CheckInfo[]): string {
  const heading = `## ${chapter.number}. ${prose(chapter.title)}\n\n${prose(chapter.about)}`;
  if (checks.length === 0) return `${heading}\n\nNo check yet.`;
  const rows = checks
    .toSorted(
      (a, b) => chapter.bullets.indexOf(a.bullet) - chapter.bullets.indexOf(b.bullet) || compareText(a.id, b.id),
    )
    .map(
      (info) =>
        `| ${cell(info.bullet)} | [${inlineCode(info.id)}](${info.id}.md) | ${cell(info.title)} | ${info.severity} | ${info.preset} | ${info.fixes ? 'fixes' : ''} |`,
    );
  return [
    heading,
    ['| Bullet | Check | What it finds | Severity | Preset | |', '|---|---|---|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}
