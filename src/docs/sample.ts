import type { Change, CheckInfo, Files, PlacedText, Sample } from '../core/check-info.ts';
import { computeHunks } from '../core/patch.ts';
import { fileKind } from './file-kind.ts';
import { fence, inlineCode, prose } from './markdown.ts';
import { compareText } from './order.ts';
import { list } from './words.ts';

/** `# <-`, `// <-` or `<!-- <- -->` at the end of a line, with the blanks before it. */
const MARK = /[ \t]*(?:#|\/\/|<!--)[ \t]*<-[ \t]*(?:-->)?[ \t]*$/gm;

/** A sample as Markdown blocks, marks taken out: fenced code, under its path where the sample names one. */
export function renderSample(sample: Sample, info: Pick<CheckInfo, 'samplePath'>): string {
  if (typeof sample === 'string') return renderText(info.samplePath, sample);
  if (isPlaced(sample)) return `${inlineCode(sample.path)}\n\n${renderText(sample.path, sample.text)}`;
  if (isChange(sample)) return renderChange(sample);
  return Object.keys(sample)
    .sort(compareText)
    .map((path) => `${inlineCode(path)}\n\n${renderText(path, sample[path] ?? '')}`)
    .join('\n\n');
}

/** Lines that the sample takes to read. */
export function sampleLines(sample: Sample): number {
  const files: Files =
    typeof sample === 'string'
      ? { '': sample }
      : isPlaced(sample)
        ? { '': sample.text }
        : isChange(sample)
          ? sample.after
          : sample;
  return Object.values(files).reduce((lines, text) => lines + withoutMarks(text).split('\n').length - 1, 0);
}

function withoutMarks(text: string): string {
  return text.replace(MARK, '');
}

function renderText(path: string, text: string): string {
  return fence(withoutMarks(text), fileKind(path).language);
}

function renderChange(change: Change): string {
  const paths = [...new Set([...Object.keys(change.before), ...Object.keys(change.after)])].sort(compareText);
  const blocks = paths.flatMap((path) => {
    const [before, after] = [change.before[path], change.after[path]];
    if (before === after) return [];
    if (before === undefined) return [`${inlineCode(path)} (new)\n\n${renderText(path, after ?? '')}`];
    if (after === undefined) return [`${inlineCode(path)} (removed)`];
    return [`${inlineCode(path)} (changed)\n\n${fence(renderDiff(withoutMarks(before), withoutMarks(after)), 'diff')}`];
  });
  return [...renderAbout(change), ...blocks].join('\n\n');
}

function renderAbout({ title, body, labels = [] }: Change): readonly string[] {
  const parts = [
    ...(labels.length === 0 ? [] : [`labelled ${list(labels.map(inlineCode))}`]),
    ...(body === undefined || body === '' ? [] : [`that says “${prose(body)}”`]),
  ];
  if (title === undefined && parts.length === 0) return [];
  return [`${[`A pull request${title === undefined ? '' : ` called “${prose(title)}”`}`, ...parts].join(', ')}:`];
}

/** The changed lines with a sign before each, three lines of context around them. */
function renderDiff(before: string, after: string): string {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const parts = computeHunks(before, after).map((hunk) => {
    const added = (line: number): boolean => hunk.added.some(({ start, end }) => start <= line && line <= end);
    const removed = (line: number): boolean => hunk.removed.some(({ start, end }) => start <= line && line <= end);
    const lines: string[] = [];
    let [left, right] = [hunk.oldStart, hunk.newStart];
    while (left < hunk.oldStart + hunk.oldLines || right < hunk.newStart + hunk.newLines) {
      if (removed(left)) lines.push(`-${old[left++ - 1] ?? ''}`);
      else if (added(right)) lines.push(`+${fresh[right++ - 1] ?? ''}`);
      else {
        lines.push(` ${fresh[right++ - 1] ?? ''}`);
        left += 1;
      }
    }
    return lines.join('\n');
  });
  return parts.join('\n…\n');
}

function isPlaced(sample: Exclude<Sample, string>): sample is PlacedText {
  // A file may be called `kind`; only the two kinds that there are say what the sample is.
  return 'kind' in sample && sample['kind'] === 'placed';
}

function isChange(sample: Exclude<Sample, string>): sample is Change {
  return 'kind' in sample && sample['kind'] === 'change';
}
