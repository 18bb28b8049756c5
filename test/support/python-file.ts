import type { PyNode, PythonFile } from '../../src/core/facts.ts';
import { openPython } from '../../src/engines/python.ts';
import { sourceFile } from './source-file.ts';

const engine = await openPython();

/** Parses a text for the time of a call. */
export function withPython<T>(text: string, use: (file: PythonFile) => T): T {
  const parsed = engine.parse(sourceFile(text));
  if (!parsed.ok) throw new Error(parsed.message);
  try {
    return use(parsed.value.file);
  } finally {
    parsed.value.free();
  }
}

/** The node of a type whose text is, or else starts with, the given one; the first of the type where no text is given. */
export function find(root: PyNode, type: string, text = ''): PyNode {
  const nodes = root.descendantsOfType(type);
  const found = nodes.find((node) => node.text === text) ?? nodes.find((node) => node.text.startsWith(text));
  if (!found) throw new Error(`no ${type} ${text}`);
  return found;
}
