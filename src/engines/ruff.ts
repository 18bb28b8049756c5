import type { Diagnostic, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import type { RuffDiagnostic, SourceFile } from '../core/facts.ts';
import type { ProjectFacts } from '../core/project.ts';
import { compareSpans } from '../core/span.ts';
import { readDiagnostic } from './ruff-diagnostic.ts';
import { ignoredHere, withoutIgnored } from './ruff-ignores.ts';
import { check, dropInstance, isTrap, openWorkspace, release, trapOf } from './ruff-instance.ts';
import { isPackage, ownOptions, teamSettings, withSetting } from './ruff-settings.ts';
import type { RuffOptions } from './ruff-settings.ts';

export { fixSafety } from './ruff-fixes.ts';
export { RUFF_VERSION } from './ruff-instance.ts';
export { RUFF_TARGETS } from './ruff-settings.ts';

export interface RuffInput {
  readonly text: string;
  /** Stable codes in full, `F401`; repeated ones count once. */
  readonly codes: readonly string[];
  /** For the path and the project; its text is not looked at. */
  readonly file: SourceFile;
}

/**
 * What Ruff says of a text, sorted by place, code and message. `# noqa` comments and the team's ignores are honoured; syntax
 * errors, whose code is `invalid-syntax`, are always in.
 * @throws EngineTrap where the engine broke. That instance is gone; the next call starts a new one.
 * @throws Error for a code that Ruff does not know.
 */
export function runRuff({ text, codes, file }: RuffInput): readonly RuffDiagnostic[] {
  const ignored = ignoredHere(file);
  const diagnostics = checkWith(withoutIgnored(codes, file), file, text).filter(
    ({ code }) => code !== null && (code === 'invalid-syntax' || !ignored(code)),
  );
  return unique(diagnostics.map(readDiagnostic).sort(compare));
}

/** By what they were asked for, the one used last at the end; a pull request needs few. */
const workspaces = new Map<string, Workspace>();

const MAX_WORKSPACES = 16;

function checkWith(codes: readonly string[], file: SourceFile, text: string): readonly Diagnostic[] {
  let workspace: Workspace | undefined;
  try {
    workspace = workspaceFor(codes, file);
    return check(workspace, text);
  } catch (error) {
    // Settings that the engine refuses leave it whole.
    if (!workspace && !isTrap(error)) throw error;
    for (const one of workspaces.values()) release(one);
    workspaces.clear();
    dropInstance();
    throw trapOf(error);
  }
}

function workspaceFor(codes: readonly string[], file: SourceFile): Workspace {
  const key = keyFor(codes, file);
  const workspace = workspaces.get(key) ?? openBest(ownOptions(codes, file), file);
  workspaces.delete(key);
  workspaces.set(key, workspace);
  const [oldest] = workspaces;
  if (oldest && workspaces.size > MAX_WORKSPACES) {
    workspaces.delete(oldest[0]);
    release(oldest[1]);
  }
  return workspace;
}

/** Keys by what they are made of: the names of first-party packages alone may be hundreds. */
const keys = new WeakMap<ProjectFacts, Map<string, string>>();

function keyFor(codes: readonly string[], file: SourceFile): string {
  const ofProject = keys.get(file.project) ?? new Map<string, string>();
  keys.set(file.project, ofProject);
  const asked = `${codes.join()} ${isPackage(file)}`;
  const key = ofProject.get(asked) ?? JSON.stringify([ownOptions(codes, file), teamSettings(file)]);
  ofProject.set(asked, key);
  return key;
}

/** With all of the team's settings that the engine takes: a malformed one costs itself and no other. */
function openBest(own: RuffOptions, file: SourceFile): Workspace {
  const settings = teamSettings(file);
  const all = settings.reduce((options, [key, value]) => withSetting(options, key, value), own);
  const workspace = tryOpen(all);
  if (workspace) return workspace;
  let options = own;
  for (const [key, value] of settings) {
    const more = withSetting(options, key, value);
    const accepted = tryOpen(more);
    accepted?.free();
    if (accepted) options = more;
  }
  return openWorkspace(options);
}

function tryOpen(options: RuffOptions): Workspace | undefined {
  try {
    return openWorkspace(options);
  } catch (error) {
    // A trap is no answer to bad settings.
    if (isTrap(error)) throw error;
    return undefined;
  }
}

function compare(a: RuffDiagnostic, b: RuffDiagnostic): number {
  return compareSpans(a.span, b.span) || compareText(a.code, b.code) || compareText(a.message, b.message);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** @param sorted Equal ones stand together. */
function unique(sorted: readonly RuffDiagnostic[]): readonly RuffDiagnostic[] {
  return sorted.filter((diagnostic, index) => {
    const previous = sorted[index - 1];
    return !previous || compare(previous, diagnostic) !== 0;
  });
}
