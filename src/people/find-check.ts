import type { CheckInfo } from '../core/check-info.ts';
import type { CheckId } from '../core/flow.ts';
import { nearest } from '../core/nearest.ts';

type Named = Pick<CheckInfo, 'id' | 'formerly'>;

/** The check that a person names, by its present id or a former one, in any case; else the one that they most likely mean. */
export function findCheck(
  written: string,
  checks: readonly Named[],
): { readonly check: CheckId } | { readonly nearest: CheckId | undefined } {
  const wanted = written.toLowerCase();
  const found = checks.find(({ id }) => id === wanted) ?? checks.find(({ formerly }) => formerly.includes(wanted));
  if (found) return { check: found.id };
  const sameName = checks.find(({ id }) => nameIn(id) === nameIn(wanted));
  const near = nearest(
    wanted,
    checks.map(({ id }) => id),
  );
  return { nearest: sameName?.id ?? checks.find(({ id }) => id === near)?.id };
}

/** Ids and former ids are in lower case, with the chapter first. */
function nameIn(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
