import { computeHunks } from '../../src/core/patch.ts';
import type { ChangedFile, Snapshot } from '../../src/core/flow.ts';
import type { Change, CheckInfo, Files, Sample } from '../../src/core/check-info.ts';

/** A sample's marks taken out, and where they stood. */
export interface Marked {
  readonly before: Files;
  readonly after: Files;
  readonly about: Pick<Change, 'title' | 'body' | 'labels'>;
  /** `path:line` of every `<-` mark in the text after, sorted. */
  readonly marks: readonly string[];
}

/** `# <-`, `// <-` or `<!-- <- -->` at the end of a line, with the blanks before it. */
const MARK = /[ \t]*(?:#|\/\/|<!--)[ \t]*<-[ \t]*(?:-->)?[ \t]*$/;

/** Spreads a sample out into files before and after, and reads its marks. */
export function readSample(sample: Sample, info: CheckInfo): Marked {
  const { before, after, about } = spread(sample, info);
  const marks: string[] = [];
  const clean = (files: Files, found: string[]): Files =>
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => {
        const lines = text.split('\n').map((line, index) => {
          if (!MARK.test(line)) return line;
          found.push(`${path}:${index + 1}`);
          return line.replace(MARK, '');
        });
        return [path, lines.join('\n')];
      }),
    );
  return { before: clean(before, []), after: clean(after, marks), about, marks: marks.sort() };
}

function spread(sample: Sample, info: CheckInfo): { before: Files; after: Files; about: Marked['about'] } {
  if (typeof sample === 'string') return { before: {}, after: { [info.samplePath]: sample }, about: {} };
  if (isPlaced(sample)) return { before: {}, after: { [sample.path]: sample.text }, about: {} };
  if (isChange(sample)) {
    const { title, body, labels } = sample;
    const about = {
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
      ...(labels === undefined ? {} : { labels }),
    };
    return { before: sample.before, after: sample.after, about };
  }
  return { before: {}, after: sample, about: {} };
}

function isPlaced(sample: Exclude<Sample, string>): sample is Extract<Sample, { kind: 'placed' }> {
  return 'kind' in sample && sample['kind'] === 'placed';
}

function isChange(sample: Exclude<Sample, string>): sample is Change {
  return 'kind' in sample && sample['kind'] === 'change';
}

/** A snapshot in which everything that differs is changed and everything that does not is context. */
export function snapshotOf({ before, after, about }: Omit<Marked, 'marks'>): Snapshot {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = paths.filter((path) => before[path] !== after[path]);
  return {
    pull: { title: about.title ?? 'A change', body: about.body ?? '', labels: about.labels ?? [], authorIsBot: false },
    base: 'b'.repeat(40),
    head: 'a'.repeat(40),
    files: changed.map((path) => changedFile(path, before[path], after[path])),
    tree: new Set(Object.keys(after)),
    context: new Map(paths.flatMap((path) => (before[path] === after[path] ? [[path, after[path] ?? '']] : []))),
    skips: [],
  };
}

export function changedFile(path: string, before: string | undefined, after: string | undefined): ChangedFile {
  const status = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified';
  return {
    path,
    status,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { text: after }),
    hunks: computeHunks(before ?? '', after ?? ''),
  };
}
