import type { CheckId } from '../../src/core/flow.ts';
import type { ReviewSettings } from '../../src/review/selection.ts';
import type { Catalogue } from '../../src/sdk/load.ts';

/** Every check on at its own severity with its own options, or only the ones named. */
export function settingsWith(catalogue: Catalogue, only?: readonly CheckId[]): ReviewSettings {
  const infos = new Map(catalogue.checks.map(({ info }) => [info.id, info]));
  return {
    excluded: () => false,
    check(id) {
      const info = infos.get(id);
      if (!info || (only && !only.includes(id))) return { level: 'off', options: {} };
      return {
        level: info.severity,
        options: Object.fromEntries(Object.entries(info.options).map(([name, spec]) => [name, spec.default])),
      };
    },
  };
}
