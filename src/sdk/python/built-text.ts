import type { PyNode } from '../../core/facts.ts';
import { positionalArguments, keywordArguments } from './python-calls.ts';
import { parametersOf } from './python-definitions.ts';
import { stringValue, unwrapped } from './python-literals.ts';
import { assignmentsTo, enclosingFunction } from './python.ts';

/** A piece of a text that code puts together: what the source says, or an expression whose value goes there. */
export type TextPart =
  | { readonly kind: 'said'; readonly text: string }
  /** `numeric` where the format admits numbers only: `%d`, `{:d}`. */
  | { readonly kind: 'put'; readonly node: PyNode; readonly numeric: boolean };

/**
 * The pieces of a text that an f-string, `%`, `.format()`, `+`, or one local variable with such values puts together, in order.
 * Undefined for an expression that nobody can take apart.
 */
export function textParts(expression: PyNode | null | undefined): readonly TextPart[] | undefined {
  const node = unwrapped(expression);
  if (!node) return undefined;
  const plain = stringValue(node);
  if (plain !== undefined) return [said(plain)];
  switch (node.type) {
    case 'string':
      return ofFString(node);
    case 'concatenated_string':
      return joined(node.namedChildren.filter(({ type }) => type === 'string').map(textParts));
    case 'binary_operator':
      return ofOperator(node);
    case 'call':
      return ofFormat(node);
    case 'identifier':
      return ofVariable(node);
    default:
      return undefined;
  }
}

function said(text: string): TextPart {
  return { kind: 'said', text };
}

function put(node: PyNode, numeric = false): TextPart {
  return { kind: 'put', node, numeric };
}

function joined(all: readonly (readonly TextPart[] | undefined)[]): readonly TextPart[] | undefined {
  const found = all.filter((parts) => parts !== undefined);
  return found.length === all.length ? found.flat() : undefined;
}

function ofFString(string: PyNode): readonly TextPart[] | undefined {
  if (/b/i.test(string.firstChild?.text.replace(/['"]/g, '') ?? '')) return undefined;
  return string.namedChildren.flatMap((child): readonly TextPart[] => {
    if (child.type === 'string_content') return [said(child.text.replaceAll('{{', '{').replaceAll('}}', '}'))];
    const value =
      child.type === 'interpolation' ? (child.childForFieldName('expression') ?? child.firstNamedChild) : null;
    const format = child.namedChildren.find(({ type }) => type === 'format_specifier')?.text ?? '';
    return value ? [put(value, /[dfegn%]$/i.test(format))] : [];
  });
}

function ofOperator(node: PyNode): readonly TextPart[] | undefined {
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  const sign = node.childForFieldName('operator')?.text;
  if (!left || !right) return undefined;
  if (sign === '+') {
    const [before, after] = [textParts(left), textParts(right)];
    if (!before && !after) return undefined;
    return [...(before ?? [put(left)]), ...(after ?? [put(right)])];
  }
  const pattern = sign === '%' ? stringValue(left) : undefined;
  return pattern === undefined ? undefined : ofPercent(pattern, right);
}

function ofPercent(pattern: string, right: PyNode): readonly TextPart[] {
  const values = unwrapped(right)?.type === 'tuple' ? (unwrapped(right)?.namedChildren ?? []) : [right];
  let index = 0;
  return split(pattern, /%(?:%|(?:\((\w+)\))?[-+ #0]*[\d*]*(?:\.\d+)?([a-zA-Z]))/g, (whole, [name, kind = '']) => {
    if (whole === '%%') return said('%');
    const value = (name === undefined ? values[index] : entryOf(right, name)) ?? right;
    index += 1;
    return put(value, /[dioxXeEfFgG]/.test(kind));
  });
}

/** The value that a dictionary display gives a key. */
function entryOf(dictionary: PyNode, key: string): PyNode | undefined {
  const pair = unwrapped(dictionary)?.namedChildren.find(
    (one) => one.type === 'pair' && stringValue(one.childForFieldName('key')) === key,
  );
  return pair?.childForFieldName('value') ?? undefined;
}

function ofFormat(call: PyNode): readonly TextPart[] | undefined {
  const callee = call.childForFieldName('function');
  if (callee?.type !== 'attribute' || callee.childForFieldName('attribute')?.text !== 'format') return undefined;
  const pattern = stringValue(callee.childForFieldName('object'));
  if (pattern === undefined) return undefined;
  const [places, names] = [positionalArguments(call), keywordArguments(call)];
  let index = 0;
  return split(pattern, /\{\{|\}\}|\{([^{}:!]*)(?:![rsa])?(?::([^{}]*))?\}/g, (whole, [name = '', format = '']) => {
    if (whole.length === 2 && whole !== '{}') return said(whole.slice(1));
    const key = /^\w*/.exec(name)?.[0] ?? '';
    const value = key === '' ? places[index++] : /^\d+$/.test(key) ? places[Number(key)] : names.get(key);
    return value ? put(value, /[dfegn%]$/i.test(format)) : said('');
  });
}

/** The text around what a pattern finds, and what stands for each find. */
function split(
  text: string,
  pattern: RegExp,
  replace: (whole: string, groups: readonly (string | undefined)[]) => TextPart,
): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(said(text.slice(end, match.index)), replace(match[0], match.slice(1)));
    end = match.index + match[0].length;
  }
  return [...parts, said(text.slice(end))];
}

/** A local variable that is given a text once, and perhaps more of it by `+=`. */
function ofVariable(name: PyNode): readonly TextPart[] | undefined {
  const scope = enclosingFunction(name);
  if (!scope || parametersOf(scope).some((one) => one.name === name.text)) return undefined;
  const given = assignmentsTo(scope, name.text).filter(({ startIndex }) => startIndex < name.startIndex);
  const [first, ...more] = given;
  if (first?.type !== 'assignment' || first.childForFieldName('left')?.type !== 'identifier') return undefined;
  if (more.some((one) => one.type !== 'augmented_assignment' || one.childForFieldName('operator')?.text !== '+='))
    return undefined;
  // A value that names the variable itself would never end.
  if (
    given.some((one) =>
      one
        .childForFieldName('right')
        ?.descendantsOfType('identifier')
        .some(({ text }) => text === name.text),
    )
  )
    return undefined;
  return joined(given.map((one) => textParts(one.childForFieldName('right'))));
}
