import { spellOut } from '../docs/visible.ts';

/**
 * Indented JSON that ends in a line break. Characters that hide, reorder or steer a terminal are escaped, and so is `##[`, which
 * the runner of GitHub Actions takes for a command wherever a step prints it.
 */
export function jsonText(value: unknown): string {
  const text = spellOut(JSON.stringify(value, null, 2), (hidden) => hidden.split('').map(escapeUnit).join(''));
  return `${text.replaceAll('##[', `#${escapeUnit('#')}[`)}\n`;
}

function escapeUnit(unit: string): string {
  return `\\u${(unit.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
