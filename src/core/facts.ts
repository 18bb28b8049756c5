import type { PathClass } from './path-class.ts';
import type { ProjectFacts } from './project.ts';
import type { Span } from './flow.ts';

/**
 * What the engines hand to the checks: one file, parsed once, as facts.
 * A check never reads a file, a clock or the network; everything that it may know is here.
 */

/** Common to every kind of file. */
export interface SourceFile {
  /** Path at the side that is looked at, forward slashes, relative to the repository root. */
  readonly path: string;
  readonly text: string;
  /** The text's lines without their ends: `lines[0]` is line 1. `\n`, `\r\n` and `\r` end a line. */
  readonly lines: readonly string[];
  readonly classes: ReadonlySet<PathClass>;
  /** The nearest project file's facts: Python version, dependencies, first-party packages. */
  readonly project: ProjectFacts;
  /**
   * The first error of a piece of Python, an example in a text say, on the project's version of Python; its places are those within
   * the piece. Undefined for what parses; absent where no engine can be asked.
   */
  readonly syntaxErrorIn?: (code: string) => RuffDiagnostic | undefined;
}

/**
 * A node of the Python syntax tree. The names of types and fields are those of the tree-sitter-python grammar 0.25.
 * Rows and columns are 0-based UTF-16 units; `spanOf` turns them into a `Span`.
 */
export interface PyNode {
  readonly id: number;
  readonly type: string;
  readonly text: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly startPosition: { readonly row: number; readonly column: number };
  readonly endPosition: { readonly row: number; readonly column: number };
  readonly parent: PyNode | null;
  readonly children: readonly PyNode[];
  readonly namedChildren: readonly PyNode[];
  readonly firstChild: PyNode | null;
  readonly firstNamedChild: PyNode | null;
  readonly lastNamedChild: PyNode | null;
  readonly nextNamedSibling: PyNode | null;
  readonly previousNamedSibling: PyNode | null;
  readonly hasError: boolean;
  childForFieldName(name: string): PyNode | null;
  childrenForFieldName(name: string): readonly PyNode[];
  /**
   * All nodes below (and including) this one of the given types, in source order. The keywords `await`, `yield`, `lambda` and
   * `type` have those types too; `nodesIn` leaves them out.
   */
  descendantsOfType(types: string | string[]): readonly PyNode[];
}

export interface PythonFile extends SourceFile {
  readonly root: PyNode;
  /**
   * Names bound by import statements anywhere in the file → what they stand for:
   * `import numpy as np` gives `np → numpy`, `from a.b import c as d` gives `d → a.b.c`,
   * `from . import x` gives `x → .x`. A name that is bound in more than one way (also by an assignment,
   * a def, a class, a parameter or a loop at module level) is absent.
   */
  readonly imports: ReadonlyMap<string, string>;
  /**
   * Dotted name that an expression stands for, imports and aliases resolved: `g` after
   * `from asyncio import get_event_loop as g` is `asyncio.get_event_loop`; `open` is `open` unless the file rebinds it.
   * Undefined for what is not a chain of names, and for chains that start at a name bound in the file itself.
   */
  nameOf(expression: PyNode | null): string | undefined;
}

/** A mapping, list or scalar of a TOML or YAML file, with the places of its parts. */
export interface DataDocument {
  /** Plain objects, arrays, strings, numbers, booleans, null. Dates of TOML are strings; big integers are strings. */
  readonly data: unknown;
  /** Place of the value at a path of keys and indexes, or of its key. Undefined if nothing is there. */
  spanOf(path: readonly (string | number)[], part?: 'key' | 'value'): Span | undefined;
}

export interface TomlFile extends SourceFile, DataDocument {}

export interface YamlFile extends SourceFile {
  /** A file may hold several documents, parted by `---`. */
  readonly documents: readonly DataDocument[];
}

export interface DockerInstruction {
  /** Upper case: `RUN`, `COPY`. An ONBUILD trigger is the instruction `ONBUILD`. */
  readonly keyword: string;
  /** Everything after the keyword and the flags, continuations joined, comments inside them left out. Heredoc bodies are not part of it. */
  readonly args: string;
  /** The elements of the JSON form, where it is used and valid. */
  readonly json?: readonly string[];
  /** `--from=builder` is `{ name: 'from', value: 'builder' }`. */
  readonly flags: readonly { readonly name: string; readonly value?: string }[];
  /** Bodies of its heredocs. */
  readonly heredocs: readonly string[];
  /** From the keyword to the end of the last argument, heredocs left out. */
  readonly span: Span;
  /** From after the keyword and flags to the end of `args`; equals the end of the keyword where there are none. */
  readonly argsSpan: Span;
}

export interface DockerStage {
  readonly index: number;
  /** `AS name`, lower case. */
  readonly name?: string;
  readonly from: DockerInstruction;
  /** The image as written. */
  readonly image: string;
  /** The image with global ARGs expanded; undefined where one has no default. */
  readonly resolvedImage?: string;
  /** Index of the earlier stage that it starts from, where `image` names one. */
  readonly parent?: number;
  /** All but FROM, in order. */
  readonly instructions: readonly DockerInstruction[];
}

export interface DockerFile extends SourceFile {
  /** ARGs before the first FROM. */
  readonly globalArgs: readonly DockerInstruction[];
  readonly stages: readonly DockerStage[];
  /** `# escape=` and `# syntax=` directives, comments. */
  readonly comments: readonly { readonly text: string; readonly line: number }[];
  /**
   * `text` with `$X`, `${X}`, `${X:-default}` and `${X:+other}` replaced by what ARG and ENV give at that instruction, stage
   * parents included. Undefined if a variable has no known value (an ARG without default, say).
   */
  expand(text: string, at: DockerInstruction): string | undefined;
}

export interface RequirementLine {
  readonly kind: 'requirement' | 'url' | 'editable' | 'path' | 'include' | 'constraint' | 'option' | 'invalid';
  /** Normalised (PEP 503) project name of `requirement` and `url` lines, where given. */
  readonly name?: string;
  readonly extras: readonly string[];
  /** As written, without spaces: `>=1,<2`; empty where there is none. */
  readonly specifier: string;
  readonly marker?: string;
  /** Address or path of `url`, `editable`, `path`, `include` and `constraint` lines. */
  readonly target?: string;
  /** `sha256:…` of its `--hash` options. */
  readonly hashes: readonly string[];
  /** The logical line as written, continuations joined, comment left out. */
  readonly raw: string;
  /** From its first character to the end of its last, over all its physical lines, comments left out. */
  readonly span: Span;
  /** Of the name with extras and specifier only; where a fix would stand. */
  readonly coreSpan: Span;
}

export interface RequirementsFile extends SourceFile {
  readonly requirements: readonly RequirementLine[];
  /** The tool that wrote the file, by its header: `pip-compile`, `uv`, `poetry`, `pdm`, `pipenv`. */
  readonly generatedBy?: string;
}

/** Where a credential stands; the credential itself never leaves the engine. */
export interface SecretHit {
  /** `credential`: a known format or a password in an address; `private-key`: PEM and its like. */
  readonly kind: 'credential' | 'private-key';
  /** What it is, for a person: `GitHub personal access token`. */
  readonly label: string;
  /** Stable id of the pattern: `github-token`. */
  readonly pattern: string;
  readonly span: Span;
  /** It looks like an example, a placeholder or test data. Reported only where a check says so. */
  readonly likelyFake: boolean;
}

export interface TextFile extends SourceFile {
  /** Empty unless the check says `uses: ['secrets']`. */
  readonly secrets: readonly SecretHit[];
}

export interface RuffDiagnostic {
  /** `F401`, or `invalid-syntax`. */
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly fix?: { readonly title: string; readonly edits: readonly { readonly span: Span; readonly text: string }[] };
}

/** JSON that a `collect` step may return: it is cloned between threads and may be cached. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
