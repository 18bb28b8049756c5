import type { PyNode, PythonFile } from '../../core/facts.ts';
import { bodyOf } from './python-definitions.ts';
import { literal } from './python-literals.ts';

/** Calls that never come back. */
const NO_RETURN: ReadonlySet<string> = new Set([
  'sys.exit',
  'exit',
  'quit',
  'os._exit',
  'os.abort',
  'pytest.fail',
  'pytest.skip',
]);

/**
 * Whether the end of a def's body can be reached, so that it returns None without saying so. `with` counts as letting
 * exceptions through; a loop counts as ending, but `while True` without a `break`.
 */
export function canReachEnd(definition: PyNode, file: Pick<PythonFile, 'nameOf'>): boolean {
  return passes(bodyOf(definition), file);
}

function passes(statements: readonly PyNode[], file: Pick<PythonFile, 'nameOf'>): boolean {
  return statements.every((statement) => passesOne(statement, file));
}

function passesOne(statement: PyNode, file: Pick<PythonFile, 'nameOf'>): boolean {
  switch (statement.type) {
    case 'return_statement':
    case 'raise_statement':
    case 'continue_statement':
    case 'break_statement':
      return false;
    case 'assert_statement':
      return literal(statement.firstNamedChild) !== false;
    case 'expression_statement':
      return !endsProgram(statement.firstNamedChild, file);
    case 'if_statement':
      return !hasElse(statement) || branchesOf(statement).some((branch) => passes(bodyOf(branch), file));
    case 'match_statement':
      return matchPasses(statement, file);
    case 'try_statement':
      return tryPasses(statement, file);
    case 'with_statement':
      return passes(bodyOf(statement), file);
    case 'while_statement':
      return !isForever(statement) || hasBreak(statement);
    default:
      return true;
  }
}

function endsProgram(expression: PyNode | null, file: Pick<PythonFile, 'nameOf'>): boolean {
  if (expression?.type !== 'call') return false;
  return NO_RETURN.has(file.nameOf(expression.childForFieldName('function')) ?? '');
}

function hasElse(statement: PyNode): boolean {
  return statement.namedChildren.some(({ type }) => type === 'else_clause');
}

/** The statement itself, for its first block, and its further clauses. */
function branchesOf(statement: PyNode): readonly PyNode[] {
  return [statement, ...statement.namedChildren.filter(({ type }) => type === 'elif_clause' || type === 'else_clause')];
}

function matchPasses(statement: PyNode, file: Pick<PythonFile, 'nameOf'>): boolean {
  const cases = statement
    .descendantsOfType('case_clause')
    .filter((clause) => clause.parent?.parent?.id === statement.id || clause.parent?.id === statement.id);
  const takesAll = cases.some((clause) => /^case\s+(_|[a-z_]\w*)\s*:/.test(clause.text));
  return !takesAll || cases.some((clause) => passes(bodyOf(clause), file));
}

function tryPasses(statement: PyNode, file: Pick<PythonFile, 'nameOf'>): boolean {
  const clauses = statement.namedChildren;
  const final = clauses.find(({ type }) => type === 'finally_clause');
  if (final && !passes(bodyOf(final), file)) return false;
  const otherwise = clauses.find(({ type }) => type === 'else_clause');
  const main = passes(bodyOf(statement), file) && (!otherwise || passes(bodyOf(otherwise), file));
  return main || clauses.some((clause) => /^except(_group)?_clause$/.test(clause.type) && passes(bodyOf(clause), file));
}

function isForever(statement: PyNode): boolean {
  const value = literal(statement.childForFieldName('condition'));
  return value === true || value === 1;
}

/** A `break` of the loop itself, not of one inside of it. */
function hasBreak(loop: PyNode): boolean {
  return loop.descendantsOfType('break_statement').some((statement) => {
    let outer = statement.parent;
    while (outer && outer.type !== 'while_statement' && outer.type !== 'for_statement') outer = outer.parent;
    return outer?.id === loop.id;
  });
}
