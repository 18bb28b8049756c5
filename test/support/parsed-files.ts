import type { DockerFile, YamlFile } from '../../src/core/facts.ts';
import { parseDockerfile } from '../../src/engines/dockerfile.ts';
import { parseYaml } from '../../src/engines/yaml.ts';
import { sourceFile } from './source-file.ts';

/** A Dockerfile as the checks see it. */
export function dockerFile(text: string, path = 'Dockerfile'): DockerFile {
  const parsed = parseDockerfile(sourceFile(text, path));
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

/** A YAML file as the checks see it. */
export function yamlFile(text: string, path = '.github/workflows/ci.yml'): YamlFile {
  const parsed = parseYaml(sourceFile(text, path));
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}
