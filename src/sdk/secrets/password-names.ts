import type { PyNode } from '../../core/facts.ts';
import { ownName, wordsOfName } from '../name-words.ts';

const PASSWORD: ReadonlySet<string> = new Set(['password', 'passwd', 'passphrase', 'pwd', 'passwort']);
/** Said after the word where the value is still the password. */
const FORMS: ReadonlySet<string> = new Set([
  'bytes',
  'b',
  'encoded',
  'str',
  'string',
  'raw',
  'plain',
  'plaintext',
  'utf',
  'text',
  'value',
]);
/** Words that say that it is no password any more, or never was one. */
const OTHER: ReadonlySet<string> = new Set([
  'hashed',
  'hash',
  'encrypted',
  'encoded',
  'digest',
  'reset',
  'cwd',
  'derived',
  'no',
  'has',
  'is',
]);

/** True for names of a password itself: `new_password`, `pwd_bytes`; not for `password_hash`, `password_file`, `hashed_password`. */
export function isPasswordName(name: string): boolean {
  const words = [...wordsOfName(name)];
  while (words.length > 1 && FORMS.has(words.at(-1) ?? '')) words.pop();
  const last = words.pop() ?? '';
  return PASSWORD.has(last) && !words.some((word) => OTHER.has(word));
}

/** Methods that give their object in another form. */
const FORMING: ReadonlySet<string> = new Set([
  'encode',
  'strip',
  'format',
  'join',
  'lower',
  'upper',
  'get',
  'get_secret_value',
  'getvalue',
]);
const FORMERS: ReadonlySet<string> = new Set([
  'bytes',
  'str',
  'bytearray',
  'memoryview',
  'force_bytes',
  'force_str',
  'to_bytes',
  'smart_bytes',
  'repr',
]);
const PARTS: ReadonlySet<string> = new Set([
  'binary_operator',
  'parenthesized_expression',
  'string',
  'interpolation',
  'concatenated_string',
  'tuple',
  'list',
  'argument_list',
  'await',
  'conditional_expression',
  'boolean_operator',
]);

/** The part of an expression that is a password by its name: `pw` in `salt + pw.encode()` where `pw` is called one. */
export function passwordIn(expression: PyNode | null | undefined): PyNode | undefined {
  if (!expression) return undefined;
  const name = ownName(expression);
  if (name !== undefined) return isPasswordName(name) ? expression : undefined;
  if (expression.type === 'call') return passwordInCall(expression);
  return PARTS.has(expression.type) ? firstIn(expression.namedChildren) : undefined;
}

function passwordInCall(call: PyNode): PyNode | undefined {
  const callee = call.childForFieldName('function');
  const list = call.childForFieldName('arguments');
  const method = callee?.childForFieldName('attribute')?.text;
  if (method !== undefined && FORMING.has(method))
    return passwordIn(callee?.childForFieldName('object')) ?? passwordIn(list);
  const former = method ?? callee?.text ?? '';
  return FORMERS.has(former) ? passwordIn(list) : undefined;
}

function firstIn(nodes: readonly PyNode[]): PyNode | undefined {
  for (const node of nodes) {
    const found = passwordIn(node);
    if (found) return found;
  }
  return undefined;
}
