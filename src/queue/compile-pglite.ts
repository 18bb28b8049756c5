import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

/** As much of it as is used here. Its declarations come with those of browsers, which the house leaves out. */
declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => object };

/** Options of PGlite's. */
interface PgliteModules {
  readonly pgliteWasmModule: object;
  readonly initdbWasmModule: object;
}

/**
 * V8 compiles each function of a module at its first call, and again, thoroughly, once it is hot. PostgreSQL's parser and
 * interpreter are so large that the second time takes half a gigabyte. A module that is compiled whole under these flags is
 * done for good: nothing in it asks to be compiled again. Each flag with what V8 has it at otherwise.
 */
const FLAGS = [
  ['--no-wasm-lazy-compilation', '--wasm-lazy-compilation'],
  ['--no-wasm-dynamic-tiering', '--wasm-dynamic-tiering'],
  ['--no-wasm-tier-up', '--wasm-tier-up'],
] as const;

let compiled: PgliteModules | undefined;

/** PGlite's two programs, compiled once in a process. It holds up the process for a second or less. */
export function compilePglite(): PgliteModules {
  compiled ??= compileBoth();
  return compiled;
}

/** Flags are for the whole process, so nothing else may run until they are back: this does not wait for anything. */
function compileBoth(): PgliteModules {
  const read = (name: string) => readFileSync(new URL(name, import.meta.resolve('@electric-sql/pglite')));
  const [pglite, initdb] = [read('pglite.wasm'), read('initdb.wasm')];
  for (const [ours] of FLAGS) setFlagsFromString(ours);
  try {
    return { pgliteWasmModule: new WebAssembly.Module(pglite), initdbWasmModule: new WebAssembly.Module(initdb) };
  } finally {
    for (const [, theirs] of FLAGS) setFlagsFromString(theirs);
  }
}
