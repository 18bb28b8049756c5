import type { ProjectFacts } from '../core/project.ts';
import type { Snapshot } from '../core/flow.ts';
import { createProjects, extendedBy, PROJECT_FILES } from '../engines/project.ts';

/** True for files that decide how others are read; small, and always captured. */
export function isProjectFile(path: string): boolean {
  return PROJECT_FILES.includes(path.slice(path.lastIndexOf('/') + 1));
}

/** Paths of the files that a file refers to and that decide with it: what Ruff's settings extend. */
export function leadsOf(path: string, text: () => string): readonly string[] {
  if (!path.endsWith('.toml')) return [];
  return [extendedBy(path, text())].flatMap((extended) => extended ?? []);
}

/** Facts of the nearest project for any path of a snapshot. */
export function projectsOf({ tree, context, files }: Snapshot): (path: string) => ProjectFacts {
  const texts = new Map(context);
  for (const { path, text } of files) if (text !== undefined) texts.set(path, text);
  return createProjects({ tree, textOf: (path) => texts.get(path) });
}
