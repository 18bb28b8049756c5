import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import type { Point, Range } from 'web-tree-sitter';
import type { PyNode, PythonFile, SourceFile } from '../core/facts.ts';
import { EngineTrap } from '../core/parsed.ts';
import type { Parsed } from '../core/parsed.ts';
import { firstFrom } from '../core/sorted.ts';
import { FILE_START } from '../core/span.ts';
import type { TextRange } from '../core/text-range.ts';
import { constructsOf } from './python-constructs.ts';
import { isDeeperThan } from './python-depth.ts';
import { indexAlso, indexSearches } from './python-index.ts';
import { readNames } from './python-names.ts';
import type { Names } from './python-names.ts';

/** Hides web-tree-sitter and the tree-sitter-python grammar. The names of node types are the grammar's. */

export interface ParsedPython {
  /** Nodes of the file must not be touched after `free()`. */
  readonly file: PythonFile;
  /** To be told before anything else which types of nodes will be asked for, so that the tree is searched once. */
  expect(types: readonly string[]): void;
  /** Gives the tree's memory back; the garbage collector, which does not see how large trees are, would come too late. */
  free(): void;
}

export interface PythonEngine {
  /**
   * Broken text gives a tree with `hasError`: the grammar is no judge of syntax, Ruff is.
   * The budget is in nominal milliseconds: 50 steps of the parser count as one, as measured on a slow core. No clock is read, so
   * that the same text always gives the same answer. Over the budget, and for trees deeper than 500 levels, it is not ok.
   * @param parts What to parse of the text, each from a first column to a first column, in source order; all of it where absent.
   * @throws EngineTrap where the parser itself broke; the engine is then of no more use.
   */
  parse(file: SourceFile, budgetMs?: number, parts?: readonly TextRange[]): Parsed<ParsedPython>;
}

/** Nominal milliseconds that one file may take; those of the standard library take 2 on average. */
const DEFAULT_BUDGET = 2000;

const STEPS_PER_MS = 50;

/** Of 4.5 million lines of Python 3.11 and packages for it, two files nest deeper; the usual file reaches 13 levels. */
const MAX_DEPTH = 500;

let engine: Promise<PythonEngine> | undefined;

/** The engine of this thread, opened at the first call. */
export function openPython(): Promise<PythonEngine> {
  engine ??= loadParser().then((parser) => ({
    parse: (file, budgetMs, parts) => parseFile(parser, file, (budgetMs ?? DEFAULT_BUDGET) * STEPS_PER_MS, parts),
  }));
  return engine;
}

async function loadParser(): Promise<Parser> {
  indexSearches();
  const { resolve } = createRequire(import.meta.url);
  await Parser.init({ locateFile: () => resolve('web-tree-sitter/web-tree-sitter.wasm') });
  const python = await Language.load(resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm'));
  return new Parser().setLanguage(python);
}

function parseFile(
  parser: Parser,
  file: SourceFile,
  maxSteps: number,
  parts?: readonly TextRange[],
): Parsed<ParsedPython> {
  const tree = growTree(parser, file.text, maxSteps, parts);
  if (!tree) return refusal('The file takes too long to parse.');
  if (isDeeperThan(MAX_DEPTH, tree)) {
    tree.delete();
    return refusal(`The code nests more than ${MAX_DEPTH} levels deep.`);
  }
  const expect = (types: readonly string[]): void => indexAlso(tree, types);
  return { ok: true, value: { file: pythonFile(file, tree.rootNode), expect, free: () => tree.delete() } };
}

function refusal(message: string): Parsed<ParsedPython> {
  return { ok: false, message, span: FILE_START };
}

function growTree(
  parser: Parser,
  text: string,
  maxSteps: number,
  parts?: readonly TextRange[],
): ReturnType<Parser['parse']> {
  // The grammar knows `\n` and `\r\n` only. A `\n` in the place of a lone `\r` keeps every offset.
  const source = text.replace(/\r(?!\n)/g, '\n');
  let steps = 0;
  try {
    const tree = parser.parse(parts ? inPieces(source, parts) : source, null, {
      progressCallback: () => ++steps > maxSteps,
      ...(parts ? { includedRanges: placesOf(parts, source) } : {}),
    });
    if (!tree) parser.reset();
    return tree;
  } catch (error) {
    throw new EngineTrap('python', `the Python parser broke (${error instanceof Error ? error.name : typeof error})`);
  }
}

/**
 * Gives the text by its parts and what is between them: the parser copies all that it is given at a place, and with many small parts
 * that would be most of the text many times over.
 */
function inPieces(text: string, parts: readonly TextRange[]): (index: number) => string {
  const borders = Int32Array.from(parts.flatMap(({ start, end }) => [start, end]));
  return (index) => text.slice(index, borders[firstFrom(borders, index + 1)]);
}

/** Lines end in `\n` here. */
function placesOf(parts: readonly TextRange[], text: string): Range[] {
  let row = 0;
  let at = 0;
  const placeOf = (offset: number): Point => {
    for (let end = text.indexOf('\n', at); end >= 0 && end < offset; end = text.indexOf('\n', at)) {
      row += 1;
      at = end + 1;
    }
    return { row, column: offset - at };
  };
  return parts.map(({ start, end }) => ({
    startIndex: start,
    startPosition: placeOf(start),
    endIndex: end,
    endPosition: placeOf(end),
  }));
}

function pythonFile(file: SourceFile, root: PyNode): PythonFile {
  let names: Names | undefined;
  const read = (): Names => (names ??= readNames(root));
  const more: Omit<PythonFile, keyof SourceFile> = {
    root,
    get imports() {
      return read().imports;
    },
    nameOf: (expression) => (expression ? read().nameOf(expression) : undefined),
  };
  // By inheritance, as the lines of a file are made when somebody asks for them.
  return Object.setPrototypeOf(more, file) as PythonFile;
}

/** Hands every node whose type has a handler to it, in source order, parents before children. */
export function walkPython(root: PyNode, handlers: ReadonlyMap<string, (node: PyNode) => void>): void {
  for (const node of constructsOf(root, [...handlers.keys()])) handlers.get(node.type)?.(node);
}

export interface Callee {
  /** Dotted name with imports resolved; see `PythonFile.nameOf`. */
  readonly name?: string;
  /** `execute` of `db.cursor().execute(…)`; absent where a plain name is called. */
  readonly attribute?: string;
}

/** `c` of `a.b.c(…)`, without the time that it takes to find out what `a` stands for. */
export function lastNameOf(call: PyNode): string | undefined {
  const callee = functionOf(call);
  if (callee?.type === 'attribute') return callee.childForFieldName('attribute')?.text;
  return callee?.type === 'identifier' ? callee.text : undefined;
}

function functionOf(call: PyNode): PyNode | null {
  let callee = call.childForFieldName('function');
  while (callee?.type === 'parenthesized_expression') callee = callee.firstNamedChild;
  return callee;
}

/** What a `call` calls. */
export function calleeOf(file: PythonFile, call: PyNode): Callee {
  const callee = functionOf(call);
  const name = file.nameOf(callee);
  const attribute = callee?.type === 'attribute' ? callee.childForFieldName('attribute')?.text : undefined;
  return { ...(name === undefined ? {} : { name }), ...(attribute === undefined ? {} : { attribute }) };
}
