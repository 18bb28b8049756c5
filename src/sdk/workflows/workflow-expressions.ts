/** Expressions of GitHub workflows (`${{ … }}`), and what outsiders can put into them. */

/** The expressions in a text, as written with their braces. */
export function expressionsIn(text: string): readonly string[] {
  return text.match(/\$\{\{.*?\}\}/gs) ?? [];
}

/** The inner text of an expression. */
export function innerOf(expression: string): string {
  return expression.replace(/^\$\{\{|\}\}$/g, '').trim();
}

const FREE_TEXT: readonly RegExp[] = [
  /^github\.event\.(issue|pull_request|discussion)\.(title|body)$/,
  /^github\.event\.pull_request\.head\.(ref|label|repo\.(default_branch|description|homepage))$/,
  /^github\.event\.(comment|review|review_comment)\.body$/,
  /^github\.event\.changes\.(title|body)\.from$/,
  /^github\.event\.pages\..*page_name$/,
  /^github\.event\.(commits\..*|head_commit)\.?(message|(author|committer)\.(name|email))$/,
  /^github\.event\.workflow_run\.(head_branch|display_title|head_commit\.(message|author\.(name|email))|head_repository\.description|pull_requests\..*head\.ref)$/,
  /^github\.head_ref$/,
];

const WHOLE = /^github(\.event(\.(issue|pull_request|comment|review|head_commit|commits|discussion|workflow_run))?)?$/;

/**
 * The context in an expression whose text an outsider writes and which reaches the result, in lower case and with dots:
 * `github.event.issue.title`. Comparisons, `contains()` and the left side of `&&` give no text of it away.
 * @param tainted other contexts that hold such text, mapped to what they hold: `env.title`
 */
export function untrustedIn(expression: string, tainted: ReadonlyMap<string, string> = new Map()): string | undefined {
  return findIn(expression, tainted, 0);
}

function findIn(expression: string, tainted: ReadonlyMap<string, string>, depth: number): string | undefined {
  if (depth > 20) return undefined;
  for (const alternative of splitAt(expression, '||')) {
    const last = splitAt(alternative, '&&').at(-1)?.trim() ?? '';
    const found = findInOperand(last, tainted, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInOperand(operand: string, tainted: ReadonlyMap<string, string>, depth: number): string | undefined {
  if (operand.startsWith('!') || splitAt(operand, '=', '<', '>').length > 1) return undefined;
  const call = /^([a-z]*)\((.*)\)$/is.exec(operand);
  if (call) {
    const [, name = '', args = ''] = call;
    if (!/^(|format|join|tojson|fromjson)$/i.test(name)) return undefined;
    if (/^tojson$/i.test(name) && WHOLE.test(pathOf(args))) return pathOf(args);
    const parts = name === '' ? [args] : splitAt(args, ',');
    return parts.map((part) => findIn(part, tainted, depth + 1)).find((found) => found !== undefined);
  }
  const path = pathOf(operand);
  return FREE_TEXT.some((pattern) => pattern.test(path)) ? path : tainted.get(path);
}

/** `github.event['issue'].Title` as `github.event.issue.title`. */
function pathOf(operand: string): string {
  return operand
    .trim()
    .replace(/\[\s*'([^']*)'\s*\]/g, '.$1')
    .replace(/\[\s*(\d+|\*)\s*\]/g, '.$1')
    .toLowerCase();
}

/** Splits at operators that stand in no parentheses and no string. */
function splitAt(text: string, ...operators: readonly string[]): readonly string[] {
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "'") quoted = !quoted;
    if (!quoted && (char === '(' || char === '[')) depth++;
    if (!quoted && (char === ')' || char === ']')) depth--;
    const operator = quoted || depth > 0 ? undefined : operators.find((one) => text.startsWith(one, at));
    if (operator === undefined) parts[parts.length - 1] += char;
    else {
      parts.push('');
      at += operator.length - 1;
    }
  }
  return parts;
}

/**
 * Who writes the text of a context under these events. `outsiders`: anybody, while the job has the repository's rights.
 * `contributors`: people with write access, or outsiders whose job has no rights. `nobody`: the context is empty.
 */
export type Writer = 'outsiders' | 'contributors' | 'nobody';

const WRITERS: readonly (readonly [RegExp, readonly string[], readonly string[]])[] = [
  [/^github\.event\.issue/, ['issues', 'issue_comment'], []],
  [/^github\.event\.discussion/, ['discussion', 'discussion_comment'], []],
  [
    /^github\.event\.comment/,
    ['issue_comment', 'discussion_comment', 'commit_comment'],
    ['pull_request_review_comment'],
  ],
  [/^github\.event\.review/, [], ['pull_request_review', 'pull_request_review_comment']],
  [
    /^github\.event\.(pull_request|changes)|^github\.head_ref/,
    ['pull_request_target', 'issues'],
    ['pull_request', 'pull_request_review', 'pull_request_review_comment', 'merge_group'],
  ],
  [/^github\.event\.(commits|head_commit)/, [], ['push']],
  [/^github\.event\.workflow_run/, ['workflow_run'], []],
  [/^github\.event\.pages/, ['gollum'], []],
  [
    /^github(\.event)?$/,
    ['pull_request_target', 'issues', 'issue_comment', 'discussion', 'discussion_comment', 'workflow_run'],
    ['pull_request', 'push'],
  ],
];

export function writerOf(context: string, triggers: readonly string[]): Writer {
  const [, outside = [], inside = []] = WRITERS.find(([pattern]) => pattern.test(context)) ?? [];
  if (triggers.some((name) => outside.includes(name))) return 'outsiders';
  // What calls a workflow or an action is not known here.
  const isCalled = triggers.length === 0 || triggers.includes('workflow_call');
  return isCalled || triggers.some((name) => inside.includes(name)) ? 'contributors' : 'nobody';
}

/** What a condition leaves of the events: only the one that it names. */
export function triggersUnder(
  triggers: readonly string[],
  ...conditions: readonly (string | undefined)[]
): readonly string[] {
  let left = triggers;
  for (const condition of conditions) {
    const named =
      condition !== undefined && !condition.includes('||')
        ? /github\.event_name\s*==\s*'(\w+)'/.exec(condition)?.[1]
        : undefined;
    if (named !== undefined) left = left.filter((name) => name === named || name === 'workflow_call');
    const other =
      condition !== undefined && !condition.includes('||')
        ? /github\.event_name\s*!=\s*'(\w+)'/.exec(condition)?.[1]
        : undefined;
    if (other !== undefined) left = left.filter((name) => name !== other);
  }
  return left;
}

/** A condition that lets in only what comes from the repository itself or from people that it trusts. */
export function isForTrusted(condition: string | undefined): boolean {
  if (condition === undefined || condition.includes('||')) return false;
  return (
    /head\.repo\.full_name\s*==\s*github\.repository|github\.repository\s*==\s*[\w.]*head\.repo(sitory)?\.full_name|head_repository\.full_name\s*==\s*github\.repository/.test(
      condition,
    ) ||
    /head\.repo\.fork\s*==\s*false|!\s*github\.event\.pull_request\.head\.repo\.fork|head\.repo\.owner\.login\s*==|head_repository\.owner\.login\s*==/.test(
      condition,
    ) ||
    /author_association|workflow_run\.event\s*==\s*'(push|schedule|workflow_dispatch|release)'|workflow_run\.event\s*!=\s*'pull_request'/.test(
      condition,
    )
  );
}
