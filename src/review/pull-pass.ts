import { classesOfPath } from '../core/path-class.ts';
import type { Json } from '../core/facts.ts';
import type { Skip, Snapshot } from '../core/flow.ts';
import type { ProjectFacts } from '../core/project.ts';
import type { PullChange, PullDraft, PullFile } from '../sdk/check.ts';
import type { Catalogue, LoadedCheck } from '../sdk/load.ts';
import { compareText, finishFindings } from './emit.ts';
import { select } from './selection.ts';
import type { Classes, ReviewSettings } from './selection.ts';
import type { FileFinding, FileResult, SelectedCheck } from './task.ts';

/** What the single files gave, by path; `before` by the path at head. */
export interface Collected {
  readonly head: ReadonlyMap<string, FileResult>;
  readonly before: ReadonlyMap<string, FileResult>;
  projectOf(path: string): ProjectFacts;
  classesOf: Classes;
}

export interface PullPass {
  readonly findings: readonly FileFinding[];
  readonly skips: readonly Skip[];
}

/** Runs the whole-change checks over plain data; a check that throws is a skip. */
export function runPullChecks(
  snapshot: Snapshot,
  catalogue: Catalogue,
  settings: ReviewSettings,
  collected: Collected,
): PullPass {
  const findings: FileFinding[] = [];
  const skips: Skip[] = [];
  const files = plainFiles(snapshot, settings, collected);
  for (const loaded of catalogue.checks) {
    const [selected] = loaded.check.on === 'pull' ? select(loaded, settings) : [];
    if (!selected || loaded.check.on !== 'pull') continue;
    try {
      const change = changeFor({ loaded, selected, snapshot, collected, files });
      const drafts = [...(loaded.check.run(change) ?? [])];
      findings.push(...finish(drafts, loaded, settings, snapshot));
    } catch (error) {
      const name = error instanceof Error ? error.name : 'an unknown error';
      skips.push({ what: selected.id, why: `the check failed (${name}); please report it` });
    }
  }
  return { findings, skips };
}

/** Everything that no check's own fact is part of. */
type PlainFile = Omit<PullFile<Json>, 'fact' | 'factBefore'>;

function plainFiles(snapshot: Snapshot, settings: ReviewSettings, collected: Collected): readonly PlainFile[] {
  const changed = snapshot.files
    .filter(({ path }) => !settings.excluded(path))
    .map((file): PlainFile => {
      const classes = collected.classesOf(file.path, file.text ?? file.before ?? '');
      return { ...file, classes, project: collected.projectOf(file.path) };
    });
  const context = [...snapshot.context]
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, text]): PlainFile => {
      const project = collected.projectOf(path);
      return { path, status: 'context', hunks: [], text, classes: classesOfPath(path), project };
    });
  return [...changed, ...context];
}

interface ChangeInput {
  readonly loaded: LoadedCheck;
  readonly selected: SelectedCheck;
  readonly snapshot: Snapshot;
  readonly collected: Collected;
  readonly files: readonly PlainFile[];
}

function changeFor({ loaded, selected, snapshot, collected, files }: ChangeInput): PullChange<Json> {
  const fact = (results: ReadonlyMap<string, FileResult>, path: string): Json | undefined =>
    results.get(path)?.facts[loaded.info.id];
  return {
    ...(snapshot.pull ? { pull: snapshot.pull } : {}),
    files: files.map((file): PullFile<Json> => {
      const head = fact(collected.head, file.path);
      const before = file.status === 'context' ? undefined : fact(collected.before, file.path);
      if (head === undefined && before === undefined) return file;
      return {
        ...file,
        ...(head === undefined ? {} : { fact: head }),
        ...(before === undefined ? {} : { factBefore: before }),
      };
    }),
    tree: snapshot.tree,
    wholeFiles: snapshot.base === '',
    // The configuration has held the options against the check's own description.
    options: selected.options as PullChange<Json>['options'],
  };
}

function finish(
  drafts: readonly PullDraft[],
  loaded: LoadedCheck,
  settings: ReviewSettings,
  snapshot: Snapshot,
): readonly FileFinding[] {
  const files = new Map(snapshot.files.map((file) => [file.path, file]));
  return [...Map.groupBy(drafts, ({ path }) => path)].flatMap(([path, own]) => {
    const [check] = select(loaded, settings, path);
    if (!check) return [];
    const file = files.get(path);
    const text = file?.text ?? snapshot.context.get(path) ?? file?.before ?? '';
    const drafted = own.map((draft) => ({ check, draft, secret: loaded.info.secret }));
    const lines = text.split(/\r\n|\n|\r/);
    return finishFindings({ path, lineage: file?.previousPath ?? path, text, lines }, drafted);
  });
}
