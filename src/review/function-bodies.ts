import { holdsAny } from '../core/sorted.ts';
import type { TextRange } from '../core/text-range.ts';
import { glanceLines, glanceStarts, indentOf } from '../sdk/python/glance.ts';

/** Names that a body binds outside of itself keep it in: `nameOf` has to stay exact. */
const REACHES_OUT = /(?:^|[:;])\s*(?:import|from|global)\b/;
const IMPORTS = /^\s*(?:import|from)\s[^;]*$/;
const BINDS = /\b(?:for|as|def|class|del|lambda|case)\b|(?<![=!<>])=(?!=)/;
const FUNCTION = /^\s*(?:async\s+)?def\b/;
const CLASS = /^\s*class\b/;

/**
 * A Python text without the bodies of the functions and classes in which nothing is looked for: of those that are in no function
 * the ones that hold none of the places, and bring no name into their module. Their heads stay, so that every name stays bound, and so
 * do imports.
 * @param places Offsets in the text, in any order.
 * @return What is left, in source order, from first columns to first columns; undefined where that is all.
 */
export function withoutOtherBodies(text: string, places: readonly number[]): readonly TextRange[] | undefined {
  const lines = glanceLines(text);
  const starts = glanceStarts(text);
  const sorted = Int32Array.from(places).sort();
  const kept: TextRange[] = [];
  let from = 0;
  /** The line after the block below one. */
  const indents = Int32Array.from(lines, indentOf);
  const endOfBlock = (index: number): number => {
    const indent = indents[index] ?? 0;
    let end = index + 1;
    for (let at = end; at < lines.length; at += 1) {
      const own = indents[at] ?? 0;
      if (own < 0) continue;
      if (own <= indent) break;
      end = at + 1;
    }
    return end;
  };
  const offset = (index: number): number => starts[index] ?? text.length;
  const leaveOut = (first: number, end: number): void => {
    kept.push({ start: from, end: offset(first) });
    from = offset(end);
  };
  const isHeld = (index: number, end: number): boolean =>
    holdsAny(sorted, offset(firstDecorator(lines, index)), offset(end));
  const passFunction = (index: number): number => {
    const end = endOfBlock(index);
    const stays = isHeld(index, end) ? undefined : whatReachesOut(lines, index + 1, end);
    if (!stays) return end;
    let next = index + 1;
    for (const line of stays) {
      if (line > next) leaveOut(next, line);
      next = line + 1;
    }
    if (end > next) leaveOut(next, end);
    return end;
  };
  const passClass = (index: number): number => {
    const end = endOfBlock(index);
    if (!isHeld(index, end) && whatReachesOut(lines, index + 1, end)?.length === 0) {
      if (end > index + 1) leaveOut(index + 1, end);
      return end;
    }
    passLines(index + 1, end);
    return end;
  };
  /** Whatever is in a function is passed with it. */
  function passLines(first: number, end: number): void {
    for (let index = first; index < end;) {
      const line = lines[index] ?? '';
      if (FUNCTION.test(line)) index = passFunction(index);
      else index = CLASS.test(line) ? passClass(index) : index + 1;
    }
  }
  passLines(0, lines.length);
  if (from === 0) return undefined;
  if (from < text.length) kept.push({ start: from, end: text.length });
  return kept.filter(({ start, end }) => start < end);
}

/** The line at which the decorators of a function start; its own where it has none. */
function firstDecorator(lines: readonly string[], index: number): number {
  let first = index;
  while (lines[first - 1]?.trimStart().startsWith('@')) first -= 1;
  return first;
}

function reachesOut(line: string): boolean {
  return (line.includes('import') || line.includes('global')) && REACHES_OUT.test(line);
}

/** Lines of a body that have to stay: what it imports. Undefined where that says nothing without the rest. */
function whatReachesOut(lines: readonly string[], from: number, to: number): readonly number[] | undefined {
  const kept: number[] = [];
  for (let at = from; at < to; at += 1) if (reachesOut(lines[at] ?? '')) kept.push(at);
  const imports = kept.map((at) => lines[at] ?? '');
  if (imports.length === 0) return kept;
  const isBlock = imports.every((line) => IMPORTS.test(line) && indentOf(line) === indentOf(imports[0] ?? ''));
  if (!isBlock) return undefined;
  const names = new Set(imports.flatMap((line) => line.match(/\w+/g) ?? []));
  // A name that may be given to something else beside the import.
  const isBound = (line: string): boolean =>
    BINDS.test(line) && line.matchAll(/(?<![\w.])(\w+)(?!\w|\s*[.([])/g).some(([, name = '']) => names.has(name));
  const others = lines.slice(from, to).filter((line) => !reachesOut(line));
  return others.some(isBound) ? undefined : kept;
}
