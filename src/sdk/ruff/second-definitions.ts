import type { RuffDiagnostic, SourceFile } from '../../core/facts.ts';
import { blockOpener, lineAt } from '../python/python-lines.ts';

/** What a second definition of a name does to the first, told by the lines around it. */

/** True where it takes something away: a function, a class or an import that is lost without having been used. */
export function isReplaced({ span, message }: RuffDiagnostic, file: SourceFile): boolean {
  const line = lineAt(file, span.line);
  const before = line.slice(0, span.col - 1);
  // A parameter of the same name as an import hides it in one function and replaces nothing; neither does the `as` of a `with`.
  if (/^\s*(async\s+)?def\s+\w+\s*\(|^\s*(async\s+)?with\b/.test(before)) return false;
  const name = /^[^`]*`([^`]+)`/.exec(message)?.[1] ?? '';
  if (isPlaceholder(name, file) || isSetElsewhere(name, file)) return false;
  if (isInFunctionOfTest(file, span.line) || (file.classes.has('test') && !isDefinition(line))) return false;
  return !isRegistered(name, line, span.line, file);
}

/** True where a function or a class is replaced: then code is lost that somebody wrote. */
export function isDefinition(line: string): boolean {
  return /^\s*(async\s+def|def|class)\b/.test(line);
}

/** The name was nothing but None before. */
function isPlaceholder(name: string, { lines }: SourceFile): boolean {
  return lines.some((line) => new RegExp(`^(\\w+\\s*=\\s*)*${name}\\s*=\\s*(\\w+\\s*=\\s*)*None\\b`, 'u').test(line));
}

/** A function that puts another in its own place. */
function isSetElsewhere(name: string, { lines }: SourceFile): boolean {
  return lines.some((line) => new RegExp(`^\\s*global\\b[^#]*\\b${name}\\b`, 'u').test(line));
}

/** Tests define the same small things again and again within themselves. */
function isInFunctionOfTest(file: SourceFile, line: number): boolean {
  return file.classes.has('test') && blockOpener(file, line, /^(async\s+)?def\b/) !== undefined;
}

/** Decorators that hand a function back, and keep no account of it. */
const KEEPS_NOTHING =
  /^\s*@(pytest\.|(\w+\.)*(patch|skip|given|mark)\w*\b|(static|class)method\b|property\b|(\w+\.)?(override|abstractmethod)\b)/;

/** The first definition stands under a decorator that has taken it in, as one of routes or of commands does. */
function isRegistered(name: string, line: string, at: number, file: SourceFile): boolean {
  if (!isDefinition(line)) return false;
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const same = new RegExp(`^${indent}(async\\s+def|def|class)\\s+${name}\\b`, 'u');
  const first = file.lines.slice(0, at - 1).findLastIndex((text) => same.test(text));
  for (let row = first - 1; row >= 0; row -= 1) {
    const text = file.lines[row] ?? '';
    const isInner = text.startsWith(`${indent} `) || /^\s*[)\]}]/.test(text);
    if (text.startsWith(`${indent}@`)) {
      if (!KEEPS_NOTHING.test(text)) return true;
    } else if (!isInner || text.trim() === '') return false;
  }
  return false;
}
