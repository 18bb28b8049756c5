import type { DockerInstruction, DockerStage } from '../core/facts.ts';
import type { Lookup, Value } from './dockerfile-words.ts';
import { expandWord, splitWords } from './dockerfile-words.ts';

/** Set by the builder for the whole file; what they hold depends on where the build runs. */
const PLATFORM = /^(TARGET|BUILD)(PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/;
/** May be given to any build without being declared. */
const PROXY = /^(HTTP|HTTPS|FTP|NO|ALL)_PROXY$/i;
/** Every image sets these. */
const FROM_IMAGE = /^(PATH|HOME|HOSTNAME)$/;

/** What one instruction makes of a variable. ENV wins over ARG wherever the two stand. */
interface Assignment {
  readonly index: number;
  readonly value: Value;
}

/** Variables of one stage, or of the part before the first FROM. */
interface Scope {
  readonly parent?: Scope;
  readonly places: ReadonlyMap<DockerInstruction, number>;
  readonly env: Map<string, Assignment[]>;
  readonly args: Map<string, Assignment[]>;
}

export interface Expander {
  /** The image of a FROM, by the ARGs before the first FROM. */
  image(from: DockerInstruction): string | undefined;
  /** See `DockerFile.expand`. */
  expand(text: string, at: DockerInstruction, stages: readonly DockerStage[]): string | undefined;
}

/**
 * Variables as Docker gives them by default, that is, without `--build-arg`. ARGs before the first FROM count for FROM lines,
 * and in a stage only where it declares them again; a stage inherits from the earlier stage that it starts from.
 */
export function createExpander(globalArgs: readonly DockerInstruction[], escape: string): Expander {
  const globals = createScope(globalArgs);
  for (const [index, instruction] of globalArgs.entries()) {
    assign(globals, instruction, { index, escape, lookup: (name) => lookupGlobal(globals, name, index) });
  }
  let scopes: readonly Scope[] | undefined;

  function image(from: DockerInstruction): string | undefined {
    const word = splitWords(from.args, escape)[0] ?? '';
    return expandWord(word, { escape, quotes: 'strip', lookup: (name) => lookupGlobal(globals, name, Infinity) });
  }

  function expand(text: string, at: DockerInstruction, stages: readonly DockerStage[]): string | undefined {
    scopes ??= readStages(stages, globals, escape);
    const scope = scopes.find(({ places }) => places.has(at));
    const index = scope?.places.get(at) ?? globals.places.get(at) ?? Infinity;
    const lookup: Lookup = (name) => (scope ? lookupStage(scope, name, index) : lookupGlobal(globals, name, index));
    return expandWord(text, { escape, quotes: 'keep', lookup });
  }

  return { image, expand };
}

function readStages(stages: readonly DockerStage[], globals: Scope, escape: string): readonly Scope[] {
  const scopes: Scope[] = [];
  for (const stage of stages) {
    const parent = stage.parent === undefined ? undefined : scopes[stage.parent];
    const scope = createScope(stage.instructions, parent);
    scopes.push(scope);
    for (const [index, instruction] of stage.instructions.entries()) {
      const lookup: Lookup = (name) => lookupStage(scope, name, index);
      assign(scope, instruction, { index, escape, lookup, globals });
    }
  }
  return scopes;
}

function createScope(instructions: readonly DockerInstruction[], parent?: Scope): Scope {
  const places = new Map(instructions.map((instruction, index) => [instruction, index]));
  return { ...(parent && { parent }), places, env: new Map(), args: new Map() };
}

interface Assigning {
  readonly index: number;
  readonly escape: string;
  readonly lookup: Lookup;
  /** Present within a stage. */
  readonly globals?: Scope;
}

/** Takes in what an ENV or ARG says. All of one instruction's values see the variables as they were before it. */
function assign(scope: Scope, instruction: DockerInstruction, context: Assigning): void {
  if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') return;
  const table = instruction.keyword === 'ENV' ? scope.env : scope.args;
  for (const { name, word } of pairsOf(instruction, context.escape)) {
    const value = instruction.keyword === 'ARG' && PLATFORM.test(name) ? 'unknown' : valueOf(name, word, context);
    const known = table.get(name) ?? [];
    known.push({ index: context.index, value });
    table.set(name, known);
  }
}

function valueOf(name: string, word: string | undefined, { escape, lookup, globals }: Assigning): Value {
  if (word === undefined) return globals ? lookupGlobal(globals, name, Infinity) : 'unset';
  const text = expandWord(word, { escape, quotes: 'strip', lookup });
  return text === undefined ? 'unknown' : { text };
}

interface Pair {
  readonly name: string;
  readonly word?: string;
}

function pairsOf({ keyword, args }: DockerInstruction, escape: string): readonly Pair[] {
  const words = splitWords(args, escape);
  const first = words[0] ?? '';
  // `ENV NAME the rest is the value`: the old form, for one variable.
  if (keyword === 'ENV' && !first.includes('=')) return [{ name: first, word: args.slice(first.length).trim() }];
  return words.map((word) => {
    const equals = word.indexOf('=');
    return equals < 0 ? { name: word } : { name: word.slice(0, equals), word: word.slice(equals + 1) };
  });
}

function lookupGlobal(globals: Scope, name: string, before: number): Value {
  if (PLATFORM.test(name) || PROXY.test(name)) return 'unknown';
  return lastBefore(globals.args.get(name), before) ?? 'unset';
}

function lookupStage(scope: Scope, name: string, before: number): Value {
  const found = inChain(scope, 'env', name, before) ?? inChain(scope, 'args', name, before);
  return found ?? (PROXY.test(name) || FROM_IMAGE.test(name) ? 'unknown' : 'unset');
}

function inChain(scope: Scope, table: 'env' | 'args', name: string, before: number): Value | undefined {
  let here: Scope | undefined = scope;
  for (let limit = before; here; here = here.parent, limit = Infinity) {
    const found = lastBefore(here[table].get(name), limit);
    if (found) return found;
  }
  return undefined;
}

function lastBefore(assignments: readonly Assignment[] | undefined, before: number): Value | undefined {
  return assignments?.findLast(({ index }) => index < before)?.value;
}
