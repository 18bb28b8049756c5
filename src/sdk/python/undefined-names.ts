import type { RuffDiagnostic, SourceFile } from '../../core/facts.ts';
import { blockOpener, blockOpeners, lineAt } from './python-lines.ts';

/** What a name that the engine calls undefined may be after all, told by the lines around it. */

/** What modules do that define names without writing them down. */
const MAKES_NAMES =
  /\bglobals\(\)|\bvars\(\)|^def __getattr__\(|\bexec\(|\bsys\.modules\[__name__\]|\._convert_\(|@(enum\.)?global_enum\b/m;

/** Names that tools put in place: IPython and its like, gettext, notebooks of Spark, type checkers. */
const PUT_IN_PLACE =
  /^(_|N_|ngettext|pgettext|get_ipython|display|_?ip|__IPYTHON__|spark|dbutils|sc|sqlContext|reveal_type|reveal_locals)$/;

/** Names of Python 2, which code for both asks for behind a condition. */
const OF_PYTHON_2 =
  /^(unicode|basestring|long|xrange|unichr|raw_input|reduce|file|buffer|cmp|execfile|intern|WindowsError)$/;

/** So many uses of a name that nothing defines are no slip: something outside of the file defines it. */
const USED_SO_OFTEN = 12;

/** True for an undefined name that cannot be explained. */
export function isUndefined({ code, span, message }: RuffDiagnostic, file: SourceFile): boolean {
  const { text, path } = file;
  if (MAKES_NAMES.test(text)) return false;
  // `__all__` of a package may name its modules.
  if (code === 'F822') return !path.endsWith('__init__.py');
  const name = /`([^`]+)`/.exec(message)?.[1] ?? '';
  if (PUT_IN_PLACE.test(name) && (name !== 'ip' || /ipython/i.test(text))) return false;
  if (blockOpener(file, span.line, /^\s*(if|elif)\s.*\bTYPE_CHECKING\b/) !== undefined) return false;
  if (isMeant(file, span.line) || (file.classes.has('test') && asksForError(file, span.line))) return false;
  // A test may give any annotation to what it tests.
  if (file.classes.has('test') && isUnevaluated({ code, span, message }, file)) return false;
  const word = new RegExp(`(?<![\\w.'"])${name}(?![\\w'"])`, 'gu');
  if ((text.match(word) ?? []).length >= USED_SO_OFTEN) return false;
  if (OF_PYTHON_2.test(name) && isForPython2(file, span.line)) return false;
  if (file.lines.some((line) => new RegExp(`^\\s*del\\b[^#]*\\b${name}\\b`, 'u').test(line))) return false;
  return !isBoundLater(name, file, span.line);
}

/** A test that speaks of NameError has one raised. */
function asksForError(file: SourceFile, line: number): boolean {
  const body = outermostFunction(file, line);
  return file.lines.slice(body?.start ?? line, body?.end ?? line).some((text) => text.includes('NameError'));
}

/** The line says so, waits for the error, or is never reached. */
function isMeant(file: SourceFile, line: number): boolean {
  if (/#\s*type:\s*ignore(\[[^\]]*\bname-defined|(?!\[))/.test(lineAt(file, line))) return true;
  if (blockOpeners(file, line).some((opener) => /^with\b.*[rR]aises\w*\(.*NameError/.test(opener))) return true;
  const row = file.lines.slice(0, line - 1).findLastIndex((text) => !/^\s*(#.*)?$/.test(text));
  const above = file.lines[row] ?? '';
  return /^\s+(raise|return)\b[^([{]*$/.test(above) && above.search(/\S/) === lineAt(file, line).search(/\S/);
}

function isForPython2(file: SourceFile, line: number): boolean {
  const around = [lineAt(file, line), blockOpener(file, line, /\b(PY2|PY3|version_info|py3k|PYTHON3)\b/i) ?? ''];
  const clauses = file.lines.slice(Math.max(0, line - 12), line);
  return [...around, ...clauses].some((text) => /\b(PY2|PY3|version_info|py3k|PYTHON3)\b/i.test(text));
}

/**
 * The engine reads a function from top to bottom. A name that a later round of a loop finds, or that an inner function binds for
 * the outer one, is defined when the line runs.
 */
function isBoundLater(name: string, file: SourceFile, line: number): boolean {
  const body = outermostFunction(file, line);
  if (!body) return false;
  const lines = file.lines.slice(body.start, body.end);
  if (lines.some((text) => new RegExp(`^\\s*nonlocal\\b[^#]*\\b${name}\\b`, 'u').test(text))) return true;
  const inLoop = blockOpener(file, line, /^\s*(async\s+for|for|while)\b/) !== undefined;
  return inLoop && lines.some((text) => binds(text, name));
}

function binds(text: string, name: string): boolean {
  const target = new RegExp(`^\\s*([\\w\\s,()*.[\\]]*[\\s,(*])?${name}\\b[\\w\\s,()*.[\\]]*(:[^=]+)?=(?!=)`, 'u');
  return (
    target.test(text) ||
    new RegExp(`\\bfor\\b[^#]*\\b${name}\\b[^#]*\\bin\\b|\\bas ${name}\\b|\\b${name} :=`, 'u').test(text)
  );
}

/** True if a function reads a name that the engine calls unused, as a later round of a loop may. */
export function isReadElsewhere(name: string, file: SourceFile, line: number): boolean {
  const body = outermostFunction(file, line);
  if (!body) return false;
  const word = new RegExp(`(?<![\\w.'"])${name}(?![\\w'"])`, 'u');
  const others = file.lines.slice(body.start, body.end).filter((_, row) => row + body.start + 1 !== line);
  return others.some((text) => word.test(text.replace(/#.*/, '')) && !binds(text, name));
}

interface Rows {
  readonly start: number;
  readonly end: number;
}

/** Rows of the outermost def around a line, told by indentation; undefined outside of functions. */
function outermostFunction({ lines }: SourceFile, line: number): Rows | undefined {
  let indent = Number.POSITIVE_INFINITY;
  let found: number | undefined;
  for (let row = line - 1; row >= 0 && indent > 0; row -= 1) {
    const text = lines[row] ?? '';
    const own = text.length - text.trimStart().length;
    // The end of a head of several lines is no line of its own.
    if (text.trim() === '' || own >= indent || /^\s*[)\]}]/.test(text)) continue;
    indent = own;
    if (/^\s*(async\s+)?def\b/.test(text)) found = row;
  }
  if (found === undefined) return undefined;
  const head = lines[found] ?? '';
  const own = head.length - head.trimStart().length;
  const end = lines.findIndex(
    (text, row) =>
      row > Math.max(found, line - 1) && text.trim() !== '' && text.length - text.trimStart().length <= own,
  );
  return { start: found, end: end < 0 ? lines.length : end };
}

/** True where a name stands in an annotation that is never evaluated. */
export function isUnevaluated({ span }: RuffDiagnostic, file: SourceFile): boolean {
  const before = lineAt(file, span.line).slice(0, span.col - 1);
  const isQuoted = openQuote(before)?.includes('f') === false;
  const isInFunction = outermostFunction(file, span.line) !== undefined;
  const isLocal = /^\s+[\w.]+\s*:[^=]*$/.test(before) && isInFunction;
  const isLater =
    /^from __future__ import [^#]*\bannotations\b/m.test(file.text) &&
    /(->[^:]*|[\s(,*]\w+\s*:[^=,]*|^\s*[\w.]+\s*:[^=]*)$/.test(before);
  return isQuoted || isLocal || isLater;
}

/** The letters before the quote that is open at the end of a line's beginning, in lower case; undefined outside of texts. */
function openQuote(before: string): string | undefined {
  let open: { readonly quote: string; readonly prefix: string } | undefined;
  for (const { 1: prefix = '', 2: quote = '' } of before.replace(/\\./g, '').matchAll(/(\w*)("{3}|'{3}|["'])/g)) {
    if (!open) open = { quote, prefix: prefix.toLowerCase() };
    else if (open.quote === quote) open = undefined;
  }
  return open?.prefix;
}
