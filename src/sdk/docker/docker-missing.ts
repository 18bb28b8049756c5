import type { FileStatus } from '../../core/flow.ts';
import { pathInRepository } from './docker-context.ts';
import type { ContextSource, RepositoryTree } from './docker-context.ts';

/** What one Dockerfile wants of its build context. */
export interface ContextQuestion {
  readonly sources: readonly ContextSource[];
  /** Folders that may be the context; see `likelyContextsOf`. */
  readonly contexts: readonly string[];
  readonly tree: RepositoryTree;
}

export interface MissingSource {
  readonly source: ContextSource;
  /** What stands there under nearly the same name. */
  readonly meant?: string;
  /** Nothing else that the Dockerfile copies is there either: perhaps the context is not in this repository at all. */
  readonly isAlone: boolean;
}

/**
 * Sources that none of the likely contexts has. None where another folder of the repository has more of them: the image is built
 * there then, and only whoever builds it knows.
 */
export function missingSourcesOf({ sources, contexts, tree }: ContextQuestion): readonly MissingSource[] {
  const paths = [...new Set(sources.map(({ path }) => path))];
  const count = (folder: string): number => paths.filter((path) => tree.has(pathInRepository(folder, path))).length;
  const best = Math.max(...contexts.map(count));
  const missing = sources.filter(({ path }) => !contexts.some((folder) => tree.has(pathInRepository(folder, path))));
  const isElsewhere = missing.some(({ path }) => tree.foldersWith(path).some((folder) => count(folder) > best));
  if (isElsewhere) return [];
  return missing.map((source) => {
    const near = contexts.map((folder) => tree.nearestTo(pathInRepository(folder, source.path)));
    const meant = near.find((found) => found !== undefined);
    return { source, isAlone: best === 0, ...(meant === undefined ? {} : { meant }) };
  });
}

/** The one context that has all sources; undefined where there are several, of which any may be meant. */
export function onlyContextOf({ sources, contexts, tree }: ContextQuestion): string | undefined {
  const holding = contexts.filter((folder) => sources.every(({ path }) => tree.has(pathInRepository(folder, path))));
  return sources.length > 0 && holding.length === 1 ? holding[0] : undefined;
}

interface ChangedPath {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: FileStatus | 'context';
}

/** Says whether the change itself deletes or renames a path, or something in it, in one of the folders. */
export function takenAwayBy(files: readonly ChangedPath[]): (path: string, folders: readonly string[]) => boolean {
  const gone = files.flatMap(({ status, path, previousPath }) => {
    if (status === 'removed') return [path];
    return status === 'renamed' && previousPath !== undefined ? [previousPath] : [];
  });
  return (path, folders) => {
    const places = folders.map((folder) => pathInRepository(folder, path));
    return places.some((place) => gone.some((old) => old === place || old.startsWith(`${place}/`)));
  };
}
