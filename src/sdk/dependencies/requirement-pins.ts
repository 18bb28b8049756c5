import type { RequirementLine, RequirementsFile, TomlFile } from '../../core/facts.ts';
import { normalisePackageName } from '../../core/package-name.ts';
import { satisfiesSpecifier } from '../../core/versions.ts';
import { listAt, textAtPath } from '../tables.ts';

/** True for a line that installs the same version every time, as far as the line itself says: `==1.2`, an address, a folder. */
export function isPinned({ kind, specifier }: Pick<RequirementLine, 'kind' | 'specifier'>): boolean {
  return kind !== 'requirement' || /(^|,)={2,3}[^,*]+(,|$)/.test(specifier);
}

/** Exact versions by package name; several where they differ by platform. */
export type Pins = Readonly<Record<string, readonly string[]>>;

/** What the `==` lines of a requirements or constraints file pin. */
export function pinsOfRequirements({ requirements }: RequirementsFile): Pins {
  return group(
    requirements.map(({ name, specifier }) => ({ name, version: /^={2,3}([^,*$]+)$/.exec(specifier)?.[1] })),
  );
}

/** The versions in a uv.lock, poetry.lock, pdm.lock or pylock.toml. */
export function pinsOfLock({ data }: TomlFile): Pins {
  const packages = [...listAt(data, 'package'), ...listAt(data, 'packages')];
  return group(packages.map((entry) => ({ name: textAtPath(entry, 'name'), version: textAtPath(entry, 'version') })));
}

function group(pins: readonly { readonly name: string | undefined; readonly version: string | undefined }[]): Pins {
  const known = pins.flatMap(({ name, version }) =>
    name === undefined || version === undefined ? [] : [{ name: normalisePackageName(name), version }],
  );
  const byName = Map.groupBy(known, ({ name }) => name);
  return Object.fromEntries(
    [...byName].map(([name, same]) => [name, [...new Set(same.map(({ version }) => version))]]),
  );
}

/** The one version that all pins of a package agree on and that its range admits. */
export function agreedVersion(name: string, specifier: string, all: readonly Pins[]): string | undefined {
  const versions = new Set(all.flatMap((pins) => (Object.hasOwn(pins, name) ? (pins[name] ?? []) : [])));
  const [version, ...others] = versions;
  if (version === undefined || others.length > 0) return undefined;
  return specifier === '' || satisfiesSpecifier(version, specifier) ? version : undefined;
}
