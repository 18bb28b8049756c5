import type { PyNode } from '../../core/facts.ts';

/** Statements and clauses that add one path each. */
const FORKS = [
  'if_statement',
  'elif_clause',
  'for_statement',
  'while_statement',
  'except_clause',
  'case_clause',
  'function_definition',
];

/**
 * McCabe's number of a def as Ruff's C901 counts it: one, and one more for each fork, nested defs included. `and`, `or`, `x if y else z`
 * and comprehensions count for nothing.
 */
export function complexityOf(definition: PyNode): number {
  const forks = definition.descendantsOfType([...FORKS, 'else_clause', 'match_statement']);
  return forks.reduce((sum, fork) => sum + weightOf(fork), 0);
}

function weightOf(fork: PyNode): number {
  // The `else` of a `try` runs on one path only; that of an `if` or a loop is the path that was there anyway.
  if (fork.type === 'else_clause') return Number(fork.parent?.type === 'try_statement');
  if (fork.type !== 'match_statement') return 1;
  const last = casesOf(fork).at(-1);
  return last && takesAll(last) ? -1 : 0;
}

/** The cases of a `match`. */
export function casesOf(match: PyNode): readonly PyNode[] {
  return match.childForFieldName('body')?.namedChildren.filter(({ type }) => type === 'case_clause') ?? [];
}

/** True for a case without a guard that fits everything: `case _:`, `case name:`, `case name as other:`, `case 1 | name:`. */
function takesAll(clause: PyNode): boolean {
  const parts = clause.children.filter(({ type }) => type === 'case_pattern' || type === ',');
  if (parts.length !== 1 || clause.childForFieldName('guard')) return false;
  const pattern = (parts[0]?.text ?? '').replace(/(?<!\w)\(|\)|\bas\s+\w+/g, '');
  return pattern.split('|').some((one) => /^[^\W\d]\w*$/.test(one.trim()) && !/^(None|True|False)$/.test(one.trim()));
}
