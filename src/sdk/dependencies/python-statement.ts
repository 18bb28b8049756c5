import type { Span } from '../../core/flow.ts';
import type { Plain } from '../plain.ts';

/** One place of a repository that says something about a version of Python. */
export interface PythonStatement {
  /**
   * `range`: what may install it; `interpreter`: what runs it; `target`: what Ruff may write; `checker`: what a type checker takes it
   * for; `classifier`: what the index shows; `tested`: what CI runs it with; `float`: a version that YAML reads as a number.
   */
  readonly kind: 'range' | 'interpreter' | 'target' | 'checker' | 'classifier' | 'tested' | 'float';
  /** A minor version (`3.12`), or the range as written. */
  readonly version: string;
  /** Who says so: `mypy`, `Dockerfile`. */
  readonly who: string;
  readonly at: Plain<Span>;
}

export interface PythonStatements {
  readonly statements: readonly PythonStatement[];
  /** More versions may be tested than can be read here. */
  readonly open: boolean;
}

/** `3.12` of `3.12`, `3.12.1` and `3.12.x`; undefined for everything that is not one minor version for sure. */
export function minorOf(text: string): string | undefined {
  return /^(3\.\d+)(?:\.(?:\d+|x|\*))?$/.exec(text.trim())?.[1];
}
