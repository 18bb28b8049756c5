import type { Snapshot } from '../core/flow.ts';
import type { SuppressionNote } from '../sdk/check.ts';
import type { Catalogue } from '../sdk/load.ts';
import { touchesChange } from './compare.ts';
import { finishFindings } from './emit.ts';
import { select } from './selection.ts';
import type { ReviewSettings } from './selection.ts';
import type { FileFinding } from './task.ts';

/** The checks on suppression comments themselves. They speak of comments that this change brought in. */
export function runSuppressionChecks(
  catalogue: Catalogue,
  settings: ReviewSettings,
  snapshot: Snapshot,
  notes: readonly SuppressionNote[],
): readonly FileFinding[] {
  const files = new Map(snapshot.files.map((file) => [file.path, file]));
  const fresh = notes.filter(({ path, at }) => {
    const file = files.get(path);
    return file !== undefined && touchesChange({ span: at }, file);
  });
  return catalogue.checks.flatMap((loaded) => {
    if (loaded.check.on !== 'suppressions') return [];
    const drafts = [...(loaded.check.run(fresh) ?? [])];
    return [...Map.groupBy(drafts, ({ path }) => path)].flatMap(([path, own]) => {
      const [check] = select(loaded, settings, path);
      const file = files.get(path);
      if (!check || !file) return [];
      const text = file.text ?? '';
      const drafted = own.map((draft) => ({ check, draft, secret: false }));
      return finishFindings(
        { path, lineage: file.previousPath ?? path, text, lines: text.split(/\r\n|\n|\r/) },
        drafted,
      );
    });
  });
}
