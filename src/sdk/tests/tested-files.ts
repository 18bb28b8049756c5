import type { FileStatus, Hunk, PullFacts } from '../../core/flow.ts';
import type { PathClass } from '../../core/path-class.ts';
import type { ProjectFacts } from '../../core/project.ts';
import type { CodeFact } from '../python/code-facts.ts';
import type { NewCode } from '../python/new-code.ts';
import { isTestPath } from './test-files.ts';

/** Which files of a change need tests, which are tests, and who said that none are needed. */

/** A file of the change, as `PullFile` has it. */
export interface TestedFile {
  readonly path: string;
  readonly status: FileStatus | 'context';
  readonly hunks: readonly Hunk[];
  readonly classes: ReadonlySet<PathClass>;
  readonly project: ProjectFacts;
  readonly text?: string;
  readonly before?: string;
  readonly fact?: CodeFact;
  readonly factBefore?: CodeFact;
}

const NO_SOURCE: readonly PathClass[] = [
  'migration',
  'settings',
  'generated',
  'vendored',
  'fixture',
  'template',
  'docs',
];

/** Python that a program or library is made of. */
export function isTestedSource(file: TestedFile): boolean {
  if (!file.path.endsWith('.py') || isTestPath(file) || NO_SOURCE.some((name) => file.classes.has(name))) return false;
  // A `tasks.py` within a package holds jobs of the program; only at the top it is a tool.
  const isJobs =
    file.path.endsWith('/tasks.py') &&
    !/(^|\/)(scripts?|tools|examples?|samples?|bench(marks?)?|bin)\//.test(file.path);
  return !file.classes.has('script') || isJobs;
}

/** Files below test folders that are no material of Python tests. */
const FOREIGN =
  /\.([cm]?[jt]sx?|vue|svelte|go|rs|java|kt|rb|php|cs|swift|scss|css|snap|lock|ini|cfg|pyc?i)$|(^|\/)(__init__\.py|README[^/]*)$/;

/** It brings in more than imports, comments or a `skip`. Data below a test folder may be the cases of a test. */
export function addsTests(file: TestedFile, code: NewCode | undefined): boolean {
  if (file.status === 'context' || file.status === 'removed') return false;
  if (!isTestPath(file) && !/\.(feature|robot)$/.test(file.path)) return false;
  if (!file.path.endsWith('.py') || (file.classes.has('fixture') && file.fact?.hasTests !== true))
    return !FOREIGN.test(file.path) && file.hunks.some(({ added }) => added.length > 0);
  if (!file.fact) return true;
  const fresh = [...(code?.rest ?? []), ...(code?.definitions.flatMap((one) => one.fresh) ?? [])];
  return file.fact.hasTests && fresh.some(({ tokens }) => !NO_TEST.test(tokens));
}

const NO_TEST = /^(@ )?(\w+ \. )*(skip|xfail|skipif|skipIf|skipUnless|expectedFailure)\b|^class |^pytestmark /;

/** Bots, reverts, a label, or a line `no-tests: reason` in the description; a line that the template hides in a comment is none. */
export function needsNoTests(pull: PullFacts | undefined, labels: readonly string[]): boolean {
  if (!pull) return false;
  if (pull.authorIsBot || /^\s*revert\b/i.test(pull.title) || /^This reverts commit [0-9a-f]{7,}/m.test(pull.body))
    return true;
  const silent = new Set(labels.map((label) => label.toLowerCase()));
  if (pull.labels.some((label) => silent.has(label.toLowerCase()))) return true;
  return /^[ \t>*-]*no-tests:[ \t]*\S/im.test(pull.body.replace(/<!--[^]*?(-->|$)/g, ''));
}
