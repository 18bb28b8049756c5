import type { PyNode } from '../../core/facts.ts';
import { wordsOfName } from '../name-words.ts';
import { nameText } from './python-definitions.ts';

/** Code that runs on a developer's machine or in tests only, as far as its names and conditions say. */

const DEVELOPMENT: ReadonlySet<string> = new Set(
  'dev develop development devel local localhost debug test tests testing pytest ci demo example examples sample playground tutorial e2e'.split(
    ' ',
  ),
);
const PRODUCTION: ReadonlySet<string> = new Set([
  'prod',
  'production',
  'deploy',
  'deployment',
  'live',
  'release',
  'staging',
]);

/** True for `settings/dev.py`, `local_settings.py`, `config/testing.py`. */
export function isDevelopmentPath(path: string): boolean {
  return wordsOfName(path).some((word) => DEVELOPMENT.has(word));
}

/** True for `settings/production.py`, `deploy/settings.py`. */
export function isProductionPath(path: string): boolean {
  return wordsOfName(path).some((word) => PRODUCTION.has(word)) && !isDevelopmentPath(path);
}

/**
 * True where names or conditions around a node say that it is for development: `if settings.DEBUG:`, the `else` of `if IN_PRODUCTION:`,
 * `x if DEBUG else y`, a class `LocalSettings`, a function `serve_dev`.
 */
export function isForDevelopment(node: PyNode): boolean {
  let inner = node;
  for (let outer = node.parent; outer; inner = outer, outer = outer.parent) {
    if (/^(class|function)_definition$/.test(outer.type) && hasWord(nameText(outer), DEVELOPMENT)) return true;
    if (isDevelopmentBranch(outer, inner)) return true;
  }
  return false;
}

function isDevelopmentBranch(outer: PyNode, inner: PyNode): boolean {
  switch (outer.type) {
    case 'if_statement':
    case 'elif_clause':
      return (
        inner.id === outer.childForFieldName('consequence')?.id &&
        saysDevelopment(outer.childForFieldName('condition'), true)
      );
    case 'else_clause':
      return saysDevelopment(outer.parent?.childForFieldName('condition') ?? null, false);
    case 'conditional_expression': {
      const [first, condition, last] = outer.namedChildren;
      if (inner.id === first?.id) return saysDevelopment(condition ?? null, true);
      return inner.id === last?.id && saysDevelopment(condition ?? null, false);
    }
    default:
      return false;
  }
}

/** Whether a branch is the one of development; `holds` is false for the branch that is taken where the condition does not hold. */
function saysDevelopment(condition: PyNode | null, holds: boolean): boolean {
  if (!condition || condition.text.includes('__name__')) return false;
  const negated = /^not\b|!=|\bnot in\b|\bis False\b/.test(condition.text);
  const positive = negated !== holds;
  return hasWord(condition.text, positive ? DEVELOPMENT : PRODUCTION);
}

function hasWord(text: string, words: ReadonlySet<string>): boolean {
  return wordsOfName(text).some((word) => words.has(word));
}
