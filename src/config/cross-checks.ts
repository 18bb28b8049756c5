import { type GlobJudge, MAX_GLOBS } from './glob-problem.ts';
import { type Fault, isMapping, type Located, placeOf, valueAt } from './located.ts';
import { digits, quote } from './words.ts';

/** Check ids of former days still work: a notice says the new one. Two names for one check are an error. */
export function formerNames(root: Located, renamed: ReadonlyMap<string, string>): readonly Fault[] {
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
