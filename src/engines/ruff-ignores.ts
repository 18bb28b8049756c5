import type { SourceFile } from '../core/facts.ts';
import { globMatches } from './ruff-globs.ts';

/** The team's own ignores: they count for our codes as they do for the team's. */

/** Older names of whole groups. */
const RENAMED: Readonly<Record<string, string>> = { TCH: 'TC' };

/** True if a selector, `F401`, `F4`, `PL` or `ALL`, takes the code in. `S` takes in `S101` but not `SIM102`. */
export function selects(selector: string, code: string): boolean {
  if (selector === 'ALL') return true;
  const [wanted, wantedDigits] = parts(selector);
  const [group, digits] = parts(code);
  if (wanted === 'PL' && wantedDigits === '') return /^PL[CERW]$/.test(group);
  return (RENAMED[wanted] ?? wanted) === group && digits.startsWith(wantedDigits);
}

function parts(selector: string): readonly [group: string, digits: string] {
  const group = /^[A-Z]*/.exec(selector)?.[0] ?? '';
  return [group, selector.slice(group.length)];
}

/** The codes that the team does not ignore in all files. */
export function withoutIgnored(codes: readonly string[], file: SourceFile): readonly string[] {
  return codes.filter((code) => !file.project.ruff.ignore.some((selector) => selects(selector, code)));
}

/** Says of a code whether the team ignores it in this file by `per-file-ignores`. */
export function ignoredHere(file: SourceFile): (code: string) => boolean {
  const selectors = file.project.ruff.perFileIgnores.flatMap(({ root, glob, codes }) =>
    applies(glob, belowRoot(file.path, root)) ? codes : [],
  );
  return (code) => selectors.some((selector) => selects(selector, code));
}

function belowRoot(path: string, root: string): string {
  return root !== '' && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** A glob is for the path below the folder of its settings, or for the file's name in any folder; `!` turns it round. */
function applies(glob: string, path: string): boolean {
  const negated = glob.startsWith('!');
  const pattern = (negated ? glob.slice(1) : glob).replace(/^\.\//, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (globMatches(pattern, path) || globMatches(pattern, name)) !== negated;
}
