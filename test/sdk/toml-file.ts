import type { RequirementsFile, TomlFile } from '../../src/core/facts.ts';
import { parseRequirements } from '../../src/engines/requirements.ts';
import { parseToml } from '../../src/engines/toml.ts';
import { sourceFile } from '../support/source-file.ts';

/** A TOML text as the checks are given it. */
export function tomlFile(text: string, path = 'pyproject.toml'): TomlFile {
  const parsed = parseToml(sourceFile(text, path));
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

/** Requirements as the checks are given them. */
export function requirementsFile(text: string, path = 'requirements.txt'): RequirementsFile {
  const parsed = parseRequirements(sourceFile(text, path));
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}
