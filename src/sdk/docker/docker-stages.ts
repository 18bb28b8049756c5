import type { DockerFile, DockerInstruction, DockerStage } from '../../core/facts.ts';

/** The stages of a Dockerfile as images: what each is made of, and which of them somebody runs. */

/** The stages that make up an image, from the one that starts from a foreign image to the stage itself. */
export function lineageOf({ stages }: DockerFile, stage: DockerStage): readonly DockerStage[] {
  const lineage = [stage];
  for (let parent = stage.parent; parent !== undefined; parent = lineage[0]?.parent) {
    const next = stages[parent];
    // A stage's parent stands before it; anything else would go round in circles.
    if (!next || next.index >= (lineage[0]?.index ?? 0)) break;
    lineage.unshift(next);
  }
  return lineage;
}

/** All instructions that make up an image, in the order in which they are carried out. */
export function instructionsOf(file: DockerFile, stage: DockerStage): readonly DockerInstruction[] {
  return lineageOf(file, stage).flatMap(({ instructions }) => instructions);
}

/** The foreign image under a stage, ARGs replaced; undefined where an ARG without default decides. */
export function baseImageOf(file: DockerFile, stage: DockerStage): string | undefined {
  return lineageOf(file, stage)[0]?.resolvedImage;
}

/** The stage that a `--from=` of this stage names, by name or number; only earlier ones count. */
export function stageNamed({ stages }: DockerFile, name: string, before: DockerStage): DockerStage | undefined {
  const earlier = stages.slice(0, before.index);
  return (
    earlier.findLast((stage) => stage.name === name.toLowerCase()) ??
    (/^\d+$/.test(name) ? earlier[Number(name)] : undefined)
  );
}

/** What an instruction takes from elsewhere: `--from=` of a COPY, `from=` of a mount. */
export function sourcesOf({ flags }: DockerInstruction): readonly string[] {
  return flags.flatMap(({ name, value = '' }) => {
    if (name === 'from') return [value];
    const from = name === 'mount' ? /(?:^|,)from=([^,]+)/.exec(value)?.[1] : undefined;
    return from === undefined ? [] : [from];
  });
}

/**
 * The stages that are images of their own: the last one, and such as have a command and are used by no other stage; those are built
 * with `--target`. Development stages among the latter are left out.
 */
export function shippedStages(file: DockerFile): readonly DockerStage[] {
  const used = new Set<number>();
  for (const stage of file.stages) {
    if (stage.parent !== undefined) used.add(stage.parent);
    const sources = stage.instructions.flatMap(sourcesOf);
    for (const source of sources) used.add(stageNamed(file, source, stage)?.index ?? -1);
  }
  return file.stages.filter((stage) => {
    if (stage.index === file.stages.length - 1) return true;
    const runs = stage.instructions.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT');
    return runs && !used.has(stage.index) && !isDevelopmentStage(stage);
  });
}

const DEVELOPMENT = [
  'dev',
  'devel',
  'develop',
  'development',
  'local',
  'test',
  'tests',
  'testing',
  'ci',
  'debug',
  'lint',
  'e2e',
  'docs',
  'demo',
  'example',
  'examples',
  'sample',
  'samples',
  'sandbox',
  'playground',
  'bench',
  'benchmark',
  'benchmarks',
  'notebook',
  'notebooks',
  'devcontainer',
  '.devcontainer',
  'dev-container',
  'tutorial',
  'tutorials',
]
  .map((word) => word.replaceAll('.', '\\.'))
  .join('|');
const DEVELOPMENT_WORD = new RegExp(`(^|[-_.])(${DEVELOPMENT})([-_.]|$)`, 'i');
const DEVELOPMENT_FOLDER = new RegExp(`(^|/)(${DEVELOPMENT}|\\.github|\\.gitpod)/`, 'i');

/** A stage that only developers and tests run, by its name. */
export function isDevelopmentStage({ name = '' }: DockerStage): boolean {
  return DEVELOPMENT_WORD.test(name);
}

/** A Dockerfile that only developers and tests build, by its path: `Dockerfile.dev`, `ci/Dockerfile`. */
export function isDevelopmentFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/dockerfile|containerfile/i, '');
  return (
    DEVELOPMENT_FOLDER.test(path) || DEVELOPMENT_WORD.test(name) || /(^|[-_.])(builder?|base)([-_.]|$)/i.test(name)
  );
}

/** What a container of the image starts with: the last ENTRYPOINT and CMD. */
export function startInstructionsOf(file: DockerFile, stage: DockerStage): readonly DockerInstruction[] {
  const instructions = instructionsOf(file, stage);
  const last = (keyword: string) => instructions.findLast((instruction) => instruction.keyword === keyword);
  return [last('ENTRYPOINT'), last('CMD')]
    .filter((instruction) => instruction !== undefined && !isReset(instruction))
    .flatMap((instruction) => instruction ?? []);
}

/** `CMD []` takes back what stood before. */
function isReset({ json }: DockerInstruction): boolean {
  return json?.length === 0;
}

/** The folder in which an instruction of a stage works, or its program starts; undefined where an ARG without value decides. */
export function workingFolderOf(file: DockerFile, stage: DockerStage, before?: DockerInstruction): string | undefined {
  const all = instructionsOf(file, stage);
  let folder = '/';
  for (const earlier of before ? all.slice(0, all.indexOf(before)) : all) {
    if (earlier.keyword !== 'WORKDIR') continue;
    const path = file.expand(earlier.args, earlier)?.replace(/["']/g, '');
    if (path === undefined) return undefined;
    folder = path.startsWith('/') ? path : `${folder.replace(/\/$/, '')}/${path}`;
  }
  return folder.length > 1 ? folder.replace(/\/$/, '') : folder;
}
