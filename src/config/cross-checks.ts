import { type GlobJudge, MAX_GLOBS } from './glob-problem.ts';
import { type Fault, isMapping, type Located, placeOf, valueAt } from './located.ts';
import { digits, quote } from './words.ts';

/** Check ids of former days still work: a notice says the new one. Two names for one check are an error. */
export function formerNames(root: Located, renamed: ReadonlyMap<string, string>): readonly Fault[] {
  const listed = stringsAt(root, ['not_dismissible']).flatMap((id, index): readonly Fault[] => {
    const present = renamed.get(id);
    if (present === undefined) return [];
    const span = placeOf(root, ['not_dismissible', index], 'value');
    return [{ span, message: `${quote(id)} is now called ${quote(present)}`, severity: 'notice' }];
  });
  return [...listed, ...formerKeys(root, renamed)];
}

function formerKeys(root: Located, renamed: ReadonlyMap<string, string>): readonly Fault[] {
  return ruleSets(root).flatMap((owner) => {
    const path = [...owner, 'checks'];
    const checks = valueAt(root, path);
    if (!isMapping(checks)) return [];
    const taken = new Set(Object.keys(checks));
    return Object.keys(checks).flatMap((id): readonly Fault[] => {
      const present = renamed.get(id);
      if (present === undefined) return [];
      const span = placeOf(root, [...path, id], 'key');
      const message = `${quote(id)} is now called ${quote(present)}`;
      if (taken.has(present)) return [{ span, message: `${message}, which is here too; keep one` }];
      taken.add(present);
      return [{ span, message, severity: 'notice' }];
    });
  });
}

/** GitHub does not tell labels apart by case: of two modes for one label, one would be ignored. */
export function sameLabels(root: Located): readonly Fault[] {
  const labels = valueAt(root, ['labels']);
  if (!isMapping(labels)) return [];
  const first = new Map<string, string>();
  return Object.keys(labels).flatMap((name): readonly Fault[] => {
    const known = first.get(name.toLowerCase());
    if (known === undefined) first.set(name.toLowerCase(), name);
    if (known === undefined) return [];
    const message = `${quote(name)} is the same label as ${quote(known)}, which is here too; keep one`;
    return [{ span: placeOf(root, ['labels', name], 'key'), message }];
  });
}

/** Every glob may be tried on every path, so their number is bounded over the whole file. */
export function tooManyGlobs(root: Located, judge: GlobJudge): readonly Fault[] {
  const lists = ruleSets(root).map((owner) => [...owner, owner.length === 0 ? 'exclude' : 'paths']);
  let count = 0;
  for (const path of lists) {
    for (const glob of stringsAt(root, path)) {
      count += judge.alternatives(glob);
      if (count <= MAX_GLOBS) continue;
      const message = `the file has more than ${digits(MAX_GLOBS)} globs, counted with their braces written out`;
      return [{ span: placeOf(root, path, 'value'), message }];
    }
  }
  return [];
}

/** Paths of the mappings that hold rules: the file itself and its overrides. */
function ruleSets(root: Located): readonly (readonly (string | number)[])[] {
  const overrides = valueAt(root, ['overrides']);
  return [[], ...(Array.isArray(overrides) ? overrides.map((_, index) => ['overrides', index]) : [])];
}

function stringsAt(root: Located, path: readonly PropertyKey[]): readonly string[] {
  const list: unknown = valueAt(root, path);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
