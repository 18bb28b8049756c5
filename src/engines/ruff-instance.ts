import { createRequire } from 'node:module';
import type { Diagnostic, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import { EngineTrap } from '../core/parsed.ts';
import type { RuffOptions } from './ruff-settings.ts';

/**
 * Ruff's WebAssembly build, whose interface its authors call experimental: the version is pinned. It is loaded at first use, and
 * anew after it broke.
 */
type RuffModule = typeof import('@astral-sh/ruff-wasm-nodejs');

const load = createRequire(import.meta.url);

// Only the file that says what is installed; the engine itself takes 40 ms to load.
const { version } = load('@astral-sh/ruff-wasm-nodejs/package.json') as { version: string }; // The package's own manifest.

export const RUFF_VERSION = version;

/** @throws Error where the engine does not take the options; its message does not quote the text that is to be checked. */
export function openWorkspace(options: RuffOptions): Workspace {
  const ruff = load('@astral-sh/ruff-wasm-nodejs') as RuffModule; // As its declarations have it.
  return new ruff.Workspace(options, ruff.PositionEncoding.Utf16);
}

export function check(workspace: Workspace, text: string): readonly Diagnostic[] {
  return workspace.check(text) as Diagnostic[]; // Declared `any`; its declarations describe the element beside it.
}

/** Frees a workspace that may belong to a broken instance. */
export function release(workspace: Workspace): void {
  try {
    workspace.free();
  } catch {
    // Its memory is lost with its instance. Calling `free` still keeps the garbage collector from trying the same, which nobody could catch.
  }
}

/** Throws the instance away: what is opened next belongs to a new one. */
export function dropInstance(): void {
  Reflect.deleteProperty(load.cache, load.resolve('@astral-sh/ruff-wasm-nodejs'));
}

/** `RuntimeError` is WebAssembly's own; the stack can also end on our side of the border. */
export function isTrap(error: unknown): boolean {
  return error instanceof Error && (error.name === 'RuntimeError' || error.name === 'RangeError');
}

/** Never in the error's own words, which might quote the text. */
export function trapOf(error: unknown): EngineTrap {
  if (error instanceof RangeError) return new EngineTrap('ruff', 'the code nests too deeply for Ruff');
  if (isTrap(error)) return new EngineTrap('ruff', 'Ruff ran out of memory or met a defect of its own');
  return new EngineTrap('ruff', `Ruff gave up (${error instanceof Error ? error.name : typeof error})`);
}
