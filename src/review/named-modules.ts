import { matcher } from '../core/globs.ts';
import type { Snapshot } from '../core/flow.ts';
import { isOfKind } from '../sdk/kinds.ts';
import type { LoadedCheck } from '../sdk/load.ts';
import type { Naming } from './selection.ts';

/** Reads the files in which whole-change checks find the names of the modules that they want, on both sides; see `namedIn`. */
export function createNaming({ files, context }: Snapshot): Naming {
  const texts = new Map<LoadedCheck, string>();
  const textFor = (loaded: LoadedCheck, globs: readonly string[]): string => {
    const known = texts.get(loaded);
    if (known !== undefined) return known;
    const matches = matcher(globs);
    const changed = files.flatMap((file) =>
      matches(file.path) || matches(file.previousPath ?? file.path) ? [file.text ?? '', file.before ?? ''] : [],
    );
    const unchanged = [...context].flatMap(([path, text]) => (matches(path) ? [text] : []));
    const text = [...changed, ...unchanged].join('\n');
    texts.set(loaded, text);
    return text;
  };
  return (loaded, path) => {
    const globs = loaded.check.on === 'pull' ? loaded.check.namedIn : undefined;
    return globs === undefined || !isOfKind('python', path) || textFor(loaded, globs).includes(nameOf(path));
  };
}

/** `cli` of `shop/cli.py`, `shop` of `shop/__init__.py`; empty, which every text has, for `__init__.py` at the top. */
function nameOf(path: string): string {
  const parts = path.replace(/\.py$/, '').split('/');
  return (parts.at(-1) === '__init__' ? parts.at(-2) : parts.at(-1)) ?? '';
}
