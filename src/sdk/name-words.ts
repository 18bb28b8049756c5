import type { PyNode } from '../core/facts.ts';
import { stringValue, unwrapped } from './python/python-literals.ts';

/** Words of a name in lower case, whatever parts them: `userPassword1`, `user_password` and `USER-PASSWORD` end in `password`. */
export function wordsOfName(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/\d+(?=_|$)/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/**
 * What a plain expression is called: a name, the last part of `a.b`, the key of `a["b"]` and of `a.get("b")`. Undefined for all else.
 */
export function ownName(expression: PyNode | null | undefined): string | undefined {
  const node = unwrapped(expression);
  switch (node?.type) {
    case 'identifier':
      return node.text;
    case 'attribute':
      return node.childForFieldName('attribute')?.text;
    case 'subscript':
      return stringValue(node.childForFieldName('subscript'));
    case 'call':
      return node.childForFieldName('function')?.childForFieldName('attribute')?.text === 'get'
        ? stringValue(node.childForFieldName('arguments')?.firstNamedChild)
        : undefined;
    default:
      return undefined;
  }
}

/** A name in backticks for a message; long ones and those of several lines are cut. */
export function quoted(name: string): string {
  const line = name.split('\n', 1)[0] ?? '';
  return line.length > 40 || line !== name ? `\`${line.slice(0, 39)}…\`` : `\`${line}\``;
}
