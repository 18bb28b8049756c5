import type { DockerFile, DockerInstruction } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';
import { nearest } from '../../core/nearest.ts';
import { sourcesOf, stageNamed } from './docker-stages.ts';

/** Globs of Dockerfiles, for checks of the whole change, which have no kind. */
export const DOCKERFILES: readonly string[] = [
  'Dockerfile',
  'Dockerfile.*',
  '*.Dockerfile',
  '*.dockerfile',
  'Containerfile',
];

/** A file or folder that COPY or ADD takes out of the build context. */
export interface ContextSource {
  /** Relative to the context, without `./` before and `/` after it. */
  readonly path: string;
  /** The same in every push: what `freshItems` compares. */
  readonly key: string;
  readonly at: Span;
}

/**
 * What a Dockerfile takes out of its build context by full name. Left out are patterns, which may match nothing (BuildKit copies
 * nothing then), variables, addresses, heredocs, and the context as a whole.
 */
export function contextSourcesOf(file: DockerFile): readonly ContextSource[] {
  const copies = file.stages.flatMap(({ instructions }) => instructions).filter(isFromContext);
  return copies.flatMap((copy) => {
    const paths = (copy.json ?? copy.args.split(/\s+/)).slice(0, -1);
    return paths.flatMap((raw): readonly ContextSource[] => {
      if (/[*?[\]$<"'\\]|^[a-z]+:\/\/|^git@|(^|\/)\.\.(\/|$)/i.test(raw)) return [];
      const path = pathInRepository(raw);
      return path === '' ? [] : [{ path, key: path, at: copy.span }];
    });
  });
}

function isFromContext({ keyword, flags }: DockerInstruction): boolean {
  return (keyword === 'COPY' || keyword === 'ADD') && !flags.some(({ name }) => name === 'from');
}

/** A `--from=` that names no stage, but nearly one, or one that stands later. */
export interface LostStage {
  readonly name: string;
  readonly meant: string | null;
  readonly key: string;
  readonly at: Span;
}

export function lostStagesOf(file: DockerFile): readonly LostStage[] {
  const names = file.stages.flatMap(({ name }) => name ?? []);
  return file.stages.flatMap((stage) =>
    stage.instructions.flatMap((instruction) =>
      sourcesOf(instruction).flatMap((name): readonly LostStage[] => {
        if (/[/:.$]/.test(name) || stageNamed(file, name, stage)) return [];
        const isNumber = /^\d+$/.test(name);
        const isLater = names.includes(name.toLowerCase());
        const meant = isNumber || isLater ? undefined : nearest(name, names);
        if (!isNumber && !isLater && meant === undefined) return [];
        return [{ name, meant: meant ?? null, key: name, at: instruction.span }];
      }),
    ),
  );
}

/** Folders that an image is most likely built in: those around its Dockerfile, and those that compose files name. */
export function likelyContextsOf(
  path: string,
  files: readonly { readonly path: string; readonly text?: string }[],
): readonly string[] {
  const composes = files.filter((other) => /compose[^/]*\.ya?ml$/.test(other.path));
  return [
    ...new Set([...foldersAround(path), ...composes.flatMap((other) => buildContextsIn(other.path, other.text ?? ''))]),
  ];
}

/** Folders that `build:` and `context:` of compose files and workflows name, relative to the repository. */
export function buildContextsIn(path: string, text: string): readonly string[] {
  const folder = /(^|\/)\.github\//.test(path) ? '' : path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const named = [...text.matchAll(/^\s*(?:-\s+)?(?:build|context)\s*:\s*["']?([^"'\s#{}$|>]+)["']?\s*(?:#.*)?$/gm)];
  return named.map((match) => pathInRepository(folder, match[1] ?? ''));
}

/** A path of the repository; `..` and `.` are worked out, and nothing stands above the root. */
export function pathInRepository(...parts: readonly string[]): string {
  const names: string[] = [];
  for (const name of parts.join('/').split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names.join('/');
}

/** A folder and all folders around it, up to the repository's root, which is empty. */
export function foldersAround(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return [...names.map((_, index) => names.slice(0, names.length - index).join('/')), ''];
}

/** The files of a repository as a build context sees them. */
export interface RepositoryTree {
  /** True for files, folders, and what is reached through a symbolic link, of which nothing is known. */
  has(path: string): boolean;
  /** Folders under which the path exists; the repository's root is empty. */
  foldersWith(path: string): readonly string[];
  /** The path in the same folder that a misspelt one most likely stands for. */
  nearestTo(path: string): string | undefined;
}

export function repositoryTree(files: ReadonlySet<string>): RepositoryTree {
  const folders = new Set(['']);
  for (const path of files) for (const folder of foldersAround(path)) folders.add(folder);
  const isThere = (path: string): boolean => files.has(path) || folders.has(path);
  return {
    has: (path) => isThere(path) || foldersAround(path).some((folder) => files.has(folder)),
    foldersWith: (path) => [...folders].filter((folder) => isThere(pathInRepository(folder, path))),
    nearestTo(path) {
      const [folder = ''] = foldersAround(path);
      const siblings = [...files, ...folders].filter((other) => other !== '' && foldersAround(other)[0] === folder);
      return nearest(path, siblings.sort());
    },
  };
}
