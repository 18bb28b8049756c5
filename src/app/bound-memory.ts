import { setFlagsFromString } from 'node:v8';

/**
 * Keeps a process that goes on for days small: with much memory free, V8 lets its heaps grow to a multiple of what is in use before
 * it collects. A tenth more is enough. docs/decisions/0005 has the figures.
 */
export function boundMemory(): void {
  compileOnce();
  setFlagsFromString('--heap-growing-percent=10');
}

/**
 * V8 compiles hot WebAssembly functions a second time, thoroughly; six of Ruff's take 50 to 130 MB each meanwhile. A review ends
 * before that pays, even one of the Python standard library.
 */
export function compileOnce(): void {
  setFlagsFromString('--no-wasm-dynamic-tiering');
  setFlagsFromString('--no-wasm-tier-up');
}
