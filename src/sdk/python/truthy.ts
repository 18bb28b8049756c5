import type { PyNode } from '../../core/facts.ts';
import { isFString, literal, unwrapped } from './python-literals.ts';

/** Expressions that are true whatever the program does. */

const KINDS: Readonly<Record<string, string>> = {
  tuple: 'a tuple',
  list: 'a list',
  dictionary: 'a dictionary',
  set: 'a set',
  string: 'a text',
  concatenated_string: 'a text',
  integer: 'a number',
  float: 'a number',
  lambda: 'a function',
  generator_expression: 'a generator',
};

/**
 * What an expression is that is always true: `a tuple`, `a text`. Undefined where it is or may be false, for names, and for `True`
 * itself, which says what it is.
 */
export function truthyKind(expression: PyNode): string | undefined {
  const kind = Object.hasOwn(KINDS, expression.type) ? KINDS[expression.type] : undefined;
  return kind !== undefined && holds(expression) ? kind : undefined;
}

/** False for what is empty, may be empty, or is zero. */
function holds(value: PyNode): boolean {
  if (value.type === 'lambda' || value.type === 'generator_expression') return true;
  if (isFString(value)) return value.descendantsOfType('string_content').some((text) => text.parent?.type === 'string');
  if (/string|integer|float/.test(value.type)) return Boolean(literal(value));
  // In `[*a.b]` the grammar takes `*a` for the object of an attribute.
  return value.namedChildren.some(({ type, text }) => type !== 'comment' && !text.startsWith('*'));
}

/** The side of an `or` that is always true, and so makes the whole true. */
export function truthyAlternative(expression: PyNode): PyNode | undefined {
  if (expression.type !== 'boolean_operator' || expression.childForFieldName('operator')?.text !== 'or')
    return undefined;
  const sides = ['left', 'right'].map((side) => unwrapped(expression.childForFieldName(side)));
  return sides.find(
    (side) => side && (side.type === 'true' || truthyKind(side) !== undefined || truthyAlternative(side)),
  );
}
