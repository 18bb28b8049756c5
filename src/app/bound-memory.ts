import { setFlagsFromString } from 'node:v8';

/**
 * Keeps a process that goes on for days small. docs/decisions/0005 has the figures.
 *
 * - V8 compiles hot WebAssembly functions a second time, thoroughly; six of Ruff's take 50 to 130 MB each meanwhile. What the first
 *   time gives is as fast on changes of the size that people make.
 * - With much memory free, V8 lets its heaps grow to a multiple of what is in use before it collects. A tenth more is enough.
 */
export function boundMemory(): void {
  setFlagsFromString('--no-wasm-dynamic-tiering');
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--heap-growing-percent=10');
}
