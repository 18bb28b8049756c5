import { CONFIG_PATH } from '../config/config.ts';
import { CAPTURE_LIMITS } from '../core/capture.ts';
import { isBinaryName } from '../core/binary-name.ts';
import { readAttributes } from '../core/attributes.ts';
import type { Marks } from '../core/attributes.ts';
import type { CaptureRequest } from '../core/capture.ts';
import { matcher } from '../core/globs.ts';
import type { PathMatcher } from '../core/globs.ts';
import { classesOfPath, isGeneratedText } from '../core/path-class.ts';
import type { PathClass } from '../core/path-class.ts';
import type { ProjectFacts } from '../core/project.ts';
import type { CheckId, Severity, Snapshot } from '../core/flow.ts';
import { isCollectedAs, isOfKind } from '../sdk/kinds.ts';
import type { FileKind } from '../sdk/kinds.ts';
import type { Catalogue, LoadedCheck } from '../sdk/load.ts';
import { isProjectFile, leadsOf } from './projects.ts';
import type { SelectedCheck } from './task.ts';

/** What the review asks of the configuration, whatever file it came from. */
export interface ReviewSettings {
  excluded(path: string): boolean;
  check(
    id: CheckId,
    path?: string,
  ): { readonly level: Severity | 'off'; readonly options: Readonly<Record<string, unknown>> };
}

const LEFT_OUT: readonly PathClass[] = ['generated', 'vendored', 'fixture', 'template'];

/** Says of which classes the files of a snapshot are. */
export type Classes = (path: string, text: string) => ReadonlySet<PathClass>;

/** Each file is looked at once, however often it is asked for. */
export function createClasses(snapshot: Snapshot): Classes {
  const marksOf = attributesOf(snapshot);
  const known = new Map<string, { readonly text: string; readonly classes: ReadonlySet<PathClass> }>();
  return (path, text) => {
    const earlier = known.get(path);
    if (earlier?.text === text) return earlier.classes;
    const classes = classesOf(path, text, marksOf(path));
    known.set(path, { text, classes });
    return classes;
  };
}

/** Classes by path, `generated` by the header, and both as `.gitattributes` has the last word on them. */
function classesOf(path: string, text: string, marks: Marks): ReadonlySet<PathClass> {
  const classes = classesOfPath(path);
  if (isGeneratedText(text)) classes.add('generated');
  for (const name of ['generated', 'vendored'] as const) {
    if (marks[name] === true) classes.add(name);
    if (marks[name] === false) classes.delete(name);
  }
  return classes;
}

/** `test` also for what lies in a folder that the project's own settings name as one of tests. */
export function withTests(
  classes: ReadonlySet<PathClass>,
  path: string,
  { testFolders }: ProjectFacts,
): ReadonlySet<PathClass> {
  return testFolders.some((folder) => path.startsWith(`${folder}/`)) ? new Set([...classes, 'test']) : classes;
}

/**
 * What `.gitattributes` says at the merge base, so that a change cannot take itself out of its own review. Of an unchanged file
 * the version at head is the same.
 */
function attributesOf({ files, context }: Snapshot): (path: string) => Marks {
  const isOurs = (path: string): boolean => path === '.gitattributes' || path.endsWith('/.gitattributes');
  const texts = new Map([...context].filter(([path]) => isOurs(path)));
  for (const { path, before, status } of files)
    if (isOurs(path) && before !== undefined && status !== 'renamed') texts.set(path, before);
  return readAttributes(texts);
}

/** Checks of single files that look at this one. */
export function selectChecks(
  catalogue: Catalogue,
  settings: ReviewSettings,
  path: string,
  classes: ReadonlySet<PathClass>,
): readonly SelectedCheck[] {
  const isHere = askOnce(path);
  return catalogue.checks.flatMap((loaded) => {
    const { on } = loaded.check;
    if (on === 'pull' || on === 'suppressions' || !looksAt(loaded, isHere, classes)) return [];
    return select(loaded, settings, path);
  });
}

/** Says whether a whole-change check wants to know of a module; see `namedIn`. */
export type Naming = (loaded: LoadedCheck, path: string) => boolean;

/** Whole-change checks that collect from this file. Which classes matter is theirs to decide. */
export function selectCollectors(
  catalogue: Catalogue,
  settings: ReviewSettings,
  path: string,
  isNamed: Naming = () => true,
): readonly SelectedCheck[] {
  return catalogue.checks.flatMap((loaded) => {
    const { check } = loaded;
    if (check.on !== 'pull' || !check.collect || !loaded.paths(path)) return [];
    // Object.keys forgets which names the steps can have.
    const kinds = Object.keys(check.collect) as FileKind[];
    return kinds.some((kind) => isCollectedAs(kind, path)) && isNamed(loaded, path) ? select(loaded, settings) : [];
  });
}

export function select({ info }: LoadedCheck, settings: ReviewSettings, path?: string): readonly SelectedCheck[] {
  const answer = settings.check(info.id, path);
  if (answer.level === 'off') return [];
  const known = selections.get(answer);
  if (known?.[0]?.id === info.id) return known;
  const selection = [{ id: info.id, level: answer.level, options: answer.options }];
  selections.set(answer, selection);
  return selection;
}

/** By the settings' answers, which are one object where they are equal. */
const selections = new WeakMap<object, readonly SelectedCheck[]>();

/** Gives the same list for lists of the same, so that files share theirs. */
export function createSharing(): (selected: readonly SelectedCheck[]) => readonly SelectedCheck[] {
  const numbers = new Map<SelectedCheck, number>();
  const known = new Map<string, readonly SelectedCheck[]>();
  const numberOf = (one: SelectedCheck): number => {
    const number = numbers.get(one) ?? numbers.size;
    numbers.set(one, number);
    return number;
  };
  return (selected) => {
    const key = selected.map(numberOf).join();
    const earlier = known.get(key) ?? selected;
    known.set(key, earlier);
    return earlier;
  };
}

/** Most checks of a kind look where the kind does: each matcher is asked once for a path. */
function askOnce(path: string): (matches: PathMatcher) => boolean {
  const answers = new Map<PathMatcher, boolean>();
  return (matches) => {
    const known = answers.get(matches);
    if (known !== undefined) return known;
    const answer = matches(path);
    answers.set(matches, answer);
    return answer;
  };
}

function isPython(path: string): boolean {
  return isOfKind('python', path);
}

function looksAt(
  { check, paths }: LoadedCheck,
  isHere: (matches: PathMatcher) => boolean,
  classes: ReadonlySet<PathClass>,
): boolean {
  if (check.on === 'python' || check.on === 'ruff' ? !isHere(isPython) : false) return false;
  if (!isHere(paths)) return false;
  if (check.excludes?.some((name) => classes.has(name))) return false;
  return LEFT_OUT.every((name) => !classes.has(name) || check.includes?.includes(name));
}

/** True if some enabled check may want this path, judged before any text is read. */
export function isWanted(catalogue: Catalogue, settings: ReviewSettings, path: string): boolean {
  if (settings.excluded(path) || isBinaryName(path)) return false;
  const classes = classesOfPath(path);
  return (
    selectChecks(catalogue, settings, path, classes).length > 0 ||
    selectCollectors(catalogue, settings, path).length > 0
  );
}

/** What a capture has to read for these checks under this configuration. */
export function captureRequest(catalogue: Catalogue, settings: ReviewSettings): CaptureRequest {
  const needed = catalogue.checks.flatMap((loaded) => {
    const { check } = loaded;
    return check.on === 'pull' && check.needs && select(loaded, settings).length > 0 ? check.needs : [];
  });
  const needs = matcher(needed);
  return {
    ...CAPTURE_LIMITS,
    wants: (path) => path === CONFIG_PATH || isWanted(catalogue, settings, path),
    needs: (path) => needs(path) && !classesOfPath(path).has('vendored'),
    needsAbove: (path) => isProjectFile(path) || /(^|\/)\.gitattributes$/.test(path),
    leadsTo: leadsOf,
  };
}
