import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 compile one WebAssembly function at a time. Ruff has six so large that each takes 50 to 130 MB while it is compiled for
 * speed, which V8 does in the background, as many at once as it has threads. For a process that goes on for days the wait is nothing.
 */
export function boundCompiler(): void {
  setFlagsFromString('--wasm-num-compilation-tasks=1');
}
