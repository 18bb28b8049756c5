import type { CheckInfo } from '../core/check-info.ts';
import type { CheckId } from '../core/flow.ts';
import { fileKind } from './file-kind.ts';

/** Where a repository keeps its configuration. */
const CONFIG_PATH = '.github/chapter-and-verse.yml';

export interface SuppressionExample {
  /** `# cv: ignore[ch05/some-check] -- reason`, in the comment syntax of the file. */
  readonly comment: string;
  /** Word for the fence around it. */
  readonly language: string;
  /** Where it goes, after "put this …". */
  readonly where: string;
}

/** How an author silences one finding in a file; undefined where no comment syntax is known for the file. */
export function suppressionExample(path: string, id: CheckId): SuppressionExample | undefined {
  const { comment: syntax, language } = fileKind(path);
  if (!syntax) return undefined;
  const comment = [
    syntax.open,
    `cv: ignore[${id}] -- reason`,
    ...(syntax.close === undefined ? [] : [syntax.close]),
  ].join(' ');
  const where = syntax.alone
    ? 'on a line of its own above it'
    : 'at the end of the line or on a line of its own above it';
  return { comment, language, where };
}

/** Configuration that turns a check off. */
export function configExample(id: CheckId): string {
  return `# ${CONFIG_PATH}\nchecks:\n  ${id}: off\n`;
}

/** Configuration that spells out a check's options, at their defaults. */
export function optionsExample(info: CheckInfo): string {
  const options = Object.entries(info.options).map(([name, spec]) => `    ${name}: ${JSON.stringify(spec.default)}\n`);
  return `# ${CONFIG_PATH}\nchecks:\n  ${info.id}:\n    level: ${info.severity}\n${options.join('')}`;
}
