import type { ChangedFile, Skip, Snapshot } from '../core/flow.ts';
import type { Catalogue } from '../sdk/load.ts';
import { createNaming } from './named-modules.ts';
import { projectsOf } from './projects.ts';
import { createClasses, createSharing, selectChecks, selectCollectors, withTests } from './selection.ts';
import type { Classes, Naming, ReviewSettings } from './selection.ts';
import type { FileTask } from './task.ts';

/** What is to be analysed of a change, and what is left out. */
export interface Tasks {
  /** The task for a side of a changed file; undefined if nothing enabled looks at it. */
  head(file: ChangedFile): FileTask | undefined;
  before(file: ChangedFile, withChecks: boolean): FileTask | undefined;
  projectOf: ReturnType<typeof projectsOf>;
  classesOf: Classes;
  isNamed: Naming;
  /** Files left out on purpose, with the reason. */
  readonly skips: readonly Skip[];
}

interface TasksInput {
  readonly snapshot: Snapshot;
  readonly catalogue: Catalogue;
  readonly settings: ReviewSettings;
}

export function createTasks({ snapshot, catalogue, settings }: TasksInput): Tasks {
  const projectOf = projectsOf(snapshot);
  const classesOf = createClasses(snapshot);
  const isNamed = createNaming(snapshot);
  const share = createSharing();
  const taskFor = (file: ChangedFile, path: string, text: string, withChecks: boolean): FileTask | undefined => {
    const project = projectOf(file.path);
    const classes = withTests(classesOf(path, text), path, project);
    const checks = withChecks ? selectChecks(catalogue, settings, file.path, classes) : [];
    const collect = selectCollectors(catalogue, settings, path, isNamed);
    if (checks.length === 0 && collect.length === 0) return undefined;
    const lineage = file.previousPath ?? file.path;
    return {
      path,
      lineage,
      text,
      classes: [...classes],
      project,
      checks: share(checks),
      collect: share(collect),
      ...(snapshot.base === '' ? { whole: true } : {}),
      without: [],
    };
  };
  const skips = snapshot.files.flatMap((file) => reasonToLeaveOut(file, settings, classesOf));
  return {
    projectOf,
    classesOf,
    isNamed,
    skips,
    head: (file) =>
      file.text === undefined || settings.excluded(file.path) ? undefined : taskFor(file, file.path, file.text, true),
    before: (file, withChecks) =>
      file.before === undefined || settings.excluded(file.path)
        ? undefined
        : taskFor(file, file.previousPath ?? file.path, file.before, withChecks),
  };
}

function reasonToLeaveOut(file: ChangedFile, settings: ReviewSettings, classesOf: Classes): readonly Skip[] {
  if (settings.excluded(file.path)) return [{ what: 'file', path: file.path, why: 'excluded by the configuration' }];
  if (file.text === undefined) return [];
  const classes = classesOf(file.path, file.text);
  if (classes.has('generated')) return [{ what: 'file', path: file.path, why: 'generated' }];
  if (classes.has('vendored')) return [{ what: 'file', path: file.path, why: 'vendored' }];
  return [];
}
