import type { RuffDiagnostic, SourceFile } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';
import { blockOpener, blockOpeners, clauseBefore, lineAt } from '../python/python-lines.ts';

/** What of the engine's diagnostics of bug-prone code can be stood up for. */
export function isBug(diagnostic: RuffDiagnostic, file: SourceFile): boolean {
  if (file.classes.has('test') && (NOT_IN_TESTS.has(diagnostic.code) || isProbe(file, diagnostic.span.line)))
    return false;
  return FILTERS[diagnostic.code]?.(diagnostic, file) ?? true;
}

/** Tests break the rules on purpose, to see what happens. */
const NOT_IN_TESTS: ReadonlySet<string> = new Set(
  'B002 B003 B018 B023 B033 F504 F522 F523 PLE0302 PLE0303 PLE0305 PLE0307 PLR0124 PLR0133 PLW0120 PLW0177 RUF018'.split(
    ' ',
  ),
);

/** Where the engine says more than can be stood up for. False leaves it out. */
const FILTERS: Readonly<Record<string, (diagnostic: RuffDiagnostic, file: SourceFile) => boolean>> = {
  // Lists of punctuation are meant as what they are.
  B005: ({ span }, file) => /strip\([^)]*[a-z]{2}/i.test(lineAt(file, span.endLine).slice(0, span.endCol)),
  B015: ({ span }, file) => !isTried(file, span.line) && isForgotten(span, file),
  // Notebooks show the last value of a cell.
  B018: ({ span }, file) =>
    !/^# ?%%|^import marimo\b/m.test(file.text) && !isTried(file, span.line) && doesNothing(textFrom(file, span)),
  // Most functions made in a loop are called in the same round; these are kept for later.
  B023: ({ span }, file) => /\blambda\b/.test(lineAt(file, span.line)) && KEPT_FOR_LATER.test(lineAt(file, span.line)),
  B039: ({ span }, file) => /^([[{]|(list|dict|set|bytearray|defaultdict|deque)\()/.test(textFrom(file, span)),
  // `locals()` may hold what the format does not ask for.
  F507: ({ span }, file) => !/%\s*\(?(locals|globals|vars|dict)\(/.test(lineAt(file, span.endLine)),
  // A key between brackets may be any text.
  F521: ({ span }, file) => !/\{[^{}]*\[/.test(wholeOf(file, span)),
  // What the call returns is None, as it must be.
  PLE0101: ({ span }, file) => !/__init__\(|return None\b/.test(lineAt(file, span.line)),
  // Only NaN differs from itself: that is what such a line asks.
  PLR0124: ({ message }, { text }) =>
    !message.includes('!=') && !/`\w+ == \w+`/.test(message) && !/\bnans?\b|isnan|numpy|pandas/i.test(text),
  PLW0120: ({ span }, file) => !clauseBefore(file, span.line).some((line) => /\b(return|raise|exit)\b/.test(line)),
  PLW0127: ({ span }, file) =>
    /^\s*(\w+)\s*=\s*\1\s*$/.test(lineAt(file, span.line)) &&
    // A branch among others that says that here nothing changes.
    !isBranch(file, span.line) &&
    /\bdef\b/.test(blockOpener(file, span.line, /^\s*(async\s+)?(def|class)\b/) ?? ''),
  // Types may have a format language of their own; `r` for `!r` is a slip in any of them.
  PLE1300: ({ message, span }, file) => !wholeOf(file, span).includes('.format(') || message.includes("'r'"),
  // The sides of a square, of which one is enough; a name that nobody reads afterwards is where values are thrown away.
  PLW0128: ({ message, span }, file) =>
    !/`(_\w*|nil|none|dummy|unused|ignored?|junk|skip)`/i.test(message) &&
    !/\.(shape|size)\b[^=]*$/.test(lineAt(file, span.line)) &&
    isReadBelow(file, span.line, /`(\w+)`/.exec(message)?.[1] ?? ''),
  // A method that refuses to be called has any signature; an interface leaves `self` out; a decorator may make another thing of it.
  PLE0302: ({ span }, file) =>
    !/^\s*(raise\b|assert False\b|\.\.\.)/.test(firstOfBody(file, span.line)) &&
    !/\bInterface\b|\bzope\b/.test(file.text) &&
    !/^\s*@(?!.*\b(abstractmethod|override)\b)/.test(lineAt(file, span.line - 1)),
  // The value was announced without being given.
  PIE794: ({ message, span }, file) => {
    const name = /`(\w+)`/.exec(message)?.[1] ?? '';
    const indent = /^\s*/.exec(lineAt(file, span.line))?.[0] ?? '';
    const own = new RegExp(`^${indent}${name}\\s*[:=]`, 'u');
    const earlier = file.lines.slice(0, span.line - 1).findLast((line) => own.test(line)) ?? '';
    return !/^\s*\w+\s*(:[^=]*|=\s*None\s*(#.*)?)$/.test(earlier);
  },
  // Compared with, or written over key by key: nothing is put into the value.
  RUF024: ({ span }, file) => {
    const [before, name] = [lineAt(file, span.line).slice(0, span.col - 1), /(\w+)\s*=\s*$/];
    const target = name.exec(before)?.[1];
    if (target === undefined) return !/[!=]=\s*$/.test(before);
    const next = file.lines.slice(span.line, span.line + 3);
    return !next.some((line) => new RegExp(`^\\s*${target}\\[[^\\]]+\\]\\s*=[^=]`, 'u').test(line));
  },
};

const KEPT_FOR_LATER =
  /\b(append|add|insert|setdefault|connect|bind|after|submit|schedule\w*|call_later|call_soon|add_done_callback|partial|register\w*|Thread|Timer|on_\w+)\(|\b(command|target|callback|handler)=|\]\s*=\s*lambda/;

/** An `in` asks an object, which may load something for it, and tests of operators only run them: what is left was meant to be asserted. */
function isForgotten(span: Span, file: SourceFile): boolean {
  const asksForAnswer = /^(async )?def _*(is|has|can|contains|should)_/.test(blockOpener(file, span.line) ?? '');
  if (!file.classes.has('test')) return !textFrom(file, span).includes(' in ') || asksForAnswer;
  return !/def __(eq|ne|lt|le|gt|ge|contains)__/.test(file.text);
}

/** True if the rest of the block, or what it stands in, names the variable again. */
function isReadBelow(file: SourceFile, line: number, name: string): boolean {
  const indent = lineAt(file, line).search(/\S/);
  const below = file.lines.slice(line);
  const end = below.findIndex((text) => text.trim() !== '' && text.search(/\S/) < indent);
  const rest = end === -1 ? below : below.slice(0, end);
  return rest.some((text) => new RegExp(`\\b${name}\\b`, 'u').test(text));
}

/** One of several ways through: the block of the line has another beside it. */
function isBranch(file: SourceFile, line: number): boolean {
  if (/^(elif|else|except|case)\b/.test(blockOpener(file, line) ?? '')) return true;
  const indent = lineAt(file, line).search(/\S/);
  const next = file.lines.slice(line).find((text) => text.trim() !== '' && text.search(/\S/) < indent) ?? '';
  return /^\s*(elif|else)\b/.test(next);
}

/** All lines of a place. */
function wholeOf(file: SourceFile, { line, endLine }: Span): string {
  return file.lines.slice(line - 1, endLine).join('\n');
}

function textFrom(file: SourceFile, { line, col }: Span): string {
  return lineAt(file, line).slice(col - 1);
}

/** True in a block that waits for the error: then the value is not the point. */
function isProbe(file: SourceFile, line: number): boolean {
  if (/^try\b/.test(blockOpener(file, line) ?? '') || /^\s*try\s*:|assertRaises/.test(lineAt(file, line))) return true;
  return blockOpeners(file, line).some((opener) => /^(async )?with\b.*([Rr]aises|warn|suppress)/.test(opener));
}

/** A probe, or a line of which only the run is tested. */
function isTried(file: SourceFile, line: number): boolean {
  return /^with\b.*subTest/.test(blockOpener(file, line) ?? '') || isProbe(file, line);
}

/**
 * Bare names and attributes ask whether something is there, load a property or please a linter; a lambda makes a closure; a
 * division by zero fails on purpose.
 */
function doesNothing(expression: string): boolean {
  return !/^[\w., ]+(\[[^\]]*\])?\s*([;#].*)?$|^lambda\b|^\d+ ?\/ ?0\b/.test(expression);
}

/** The first line of a body that is no docstring. */
function firstOfBody(file: SourceFile, line: number): string {
  const start = file.lines.findIndex((text, index) => index >= line - 1 && /:\s*(\.\.\.\s*)?(#.*)?$/.test(text));
  if (/:\s*\.\.\.\s*(#.*)?$/.test(file.lines[start] ?? '')) return '...';
  return file.lines.slice(start + 1).find((text) => text.trim() !== '' && !/^\s*("""|''')/.test(text)) ?? '';
}
