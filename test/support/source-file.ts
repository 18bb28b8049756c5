import type { SourceFile } from '../../src/core/facts.ts';
import { NO_PROJECT } from '../../src/core/project.ts';
import type { ProjectFacts } from '../../src/core/project.ts';

/** A file as the engines are given it. */
export function sourceFile(text: string, path = 'app/main.py', project: Partial<ProjectFacts> = {}): SourceFile {
  return { path, text, lines: text.split(/\r\n|\n|\r/), classes: new Set(), project: { ...NO_PROJECT, ...project } };
}
