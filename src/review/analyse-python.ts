import { hasTemplateMarks } from '../core/path-class.ts';
import type { PyNode, PythonFile, RuffDiagnostic, SourceFile } from '../core/facts.ts';
import type { Parsed } from '../core/parsed.ts';
import { holdsAny } from '../core/sorted.ts';
import type { ParsedPython } from '../engines/python.ts';
import { calleeOf, lastNameOf, openPython, walkPython } from '../engines/python.ts';
import { fixSafety, runRuff } from '../engines/ruff.ts';
import type { Draft, PythonCheck, PythonHandler, RuffCheck } from '../sdk/check.ts';
import { withoutOtherBodies } from './function-bodies.ts';
import { aliasesIn, callPlaces } from '../sdk/python/places.ts';
import { collect, gather, unparsed, withOptions } from './gathering.ts';
import type { Gathering, Running, Work } from './gathering.ts';
import { mayHoldSuppressions } from './suppress.ts';
import { lookAtWords } from './worth-parsing.ts';
import type { Worth } from './worth-parsing.ts';

/** What one file's tree may cost, in the engine's nominal milliseconds: the same on every machine. */
const PARSE_BUDGET = 2000;

/** A check of one kind with what it runs with. */
type Of<C> = Running & { readonly check: C };

/** Ruff once for all its codes, then one walk over one tree for all structural checks and collecting steps. */
export async function analysePython(
  { task, running, collecting, catalogue }: Work,
  gathering: Gathering,
): Promise<void> {
  const { source } = gathering;
  if (!task.without.includes('ruff')) runRuffChecks(running.flatMap(asRuff), gathering);
  if (!gathering.parses || task.without.includes('python')) return;
  const words = lookAtWords(source, catalogue, task.whole === true);
  gathering.words = words.found;
  const checks = running.flatMap(asPython).filter(words.isWorth);
  const collectors = collecting.filter((run) => collectsPython(run) && words.isWorth(run));
  const suppresses = mayHoldSuppressions(source.text);
  if (checks.length === 0 && collectors.length === 0 && !suppresses) return;
  gathering.enter('python');
  // Which comments are some is asked of all of them.
  const places = suppresses ? undefined : words.placesOf([...checks, ...collectors]);
  if (places?.length === 0) return;
  const parsed = await parse(source, places);
  if (!parsed.ok) {
    gathering.skips.push(unparsed('python', source.path, parsed.message, parsed.span));
    return;
  }
  try {
    visit(parsed.value, { checks, words }, gathering);
    for (const run of collectors) collect(run, 'python', gathering, parsed.value.file);
    const comments = suppresses ? placesOfComments(parsed.value.file) : new Set<string>();
    gathering.isComment = (line, col) => comments.has(`${line}:${col}`);
  } finally {
    parsed.value.free();
  }
}

/** Without the bodies of functions that nobody asks for, where the places are known. */
async function parse(source: SourceFile, places: readonly number[] | undefined): Promise<Parsed<ParsedPython>> {
  const python = await openPython();
  const parts = places && withoutOtherBodies(source.text, places);
  const parsed = python.parse(source, PARSE_BUDGET, parts);
  if (!parts || !parsed.ok || !parsed.value.file.root.hasError) return parsed;
  // A cut in the wrong place is an error in the tree.
  parsed.value.free();
  return python.parse(source, PARSE_BUDGET);
}

function asRuff(run: Running): readonly Of<RuffCheck>[] {
  const { check } = run.loaded;
  return check.on === 'ruff' ? [{ ...run, check }] : [];
}

function asPython(run: Running): readonly Of<PythonCheck>[] {
  const { check } = run.loaded;
  return check.on === 'python' ? [{ ...run, check }] : [];
}

function runRuffChecks(checks: readonly Of<RuffCheck>[], gathering: Gathering): void {
  const { source, skips } = gathering;
  gathering.enter('ruff');
  // Syntax errors come whatever is selected.
  const codes = checks.flatMap(({ check }) => check.codes).filter((code) => code !== 'invalid-syntax');
  const diagnostics = runRuff({ text: source.text, codes, file: source });
  const broken = diagnostics.some(({ code }) => code === 'invalid-syntax');
  gathering.parses = !broken;
  if (broken && hasTemplateMarks(source.text)) {
    skips.push({ what: 'python', path: source.path, why: 'is a template, not Python' });
    return;
  }
  if (broken)
    skips.push({ what: 'python', path: source.path, why: 'does not parse: only its syntax error is reported' });
  const byCode = Map.groupBy(diagnostics, ({ code }) => code);
  for (const run of checks) {
    const own = run.check.codes.flatMap((code) => byCode.get(code) ?? []);
    if (own.length > 0)
      gather(run, gathering, () => ruffDrafts(run.check, own, withOptions(source, run.selected.options)));
  }
}

type RuffFile = Parameters<NonNullable<RuffCheck['keep']>>[1];

function* ruffDrafts(check: RuffCheck, diagnostics: readonly RuffDiagnostic[], facts: SourceFile): Iterable<Draft> {
  // The facts carry the check's own options, which the configuration has held against their description.
  const file = facts as RuffFile;
  for (const diagnostic of diagnostics) {
    if (check.keep && !check.keep(diagnostic, file)) continue;
    const severity = check.severityOf?.(diagnostic, file);
    yield {
      at: diagnostic.span,
      code: diagnostic.code,
      message: check.message?.(diagnostic, file) ?? diagnostic.message,
      ...(severity ? { severity } : {}),
      ...(check.fixes && diagnostic.fix ? { fix: { ...diagnostic.fix, safe: mayBeSafe(diagnostic.code) } } : {}),
    };
  }
}

/** What Ruff decides from case to case is offered where the proof on this very file holds. */
function mayBeSafe(code: string): boolean {
  const safety = fixSafety(code);
  return safety === 'safe' || safety === 'depends';
}

function collectsPython({ loaded: { check } }: Running): boolean {
  return check.on === 'pull' && check.collect?.python !== undefined;
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

type Visit = (node: PyNode) => void;
/** Handlers of calls by the last name of what is called; `key` is the whole name that a check asked for. */
type Calls = Map<string, { readonly key: string; readonly visit: Visit }[]>;

interface Visiting {
  readonly checks: readonly Of<PythonCheck>[];
  readonly words: Worth;
}

function visit({ file, expect }: ParsedPython, { checks, words }: Visiting, gathering: Gathering): void {
  const nodes = new Map<string, Visit[]>();
  const calls: Calls = new Map();
  const atEnd: (() => void)[] = [];
  for (const run of checks) {
    const { check } = run;
    // The options were held against the check's own description when the configuration was read.
    const own = withOptions(file, run.selected.options) as Parameters<
      PythonHandler<NonNullable<PythonCheck['options']>>
    >[1];
    const bind =
      (handler: NonNullable<PythonCheck['nodes']>[string]): Visit =>
      (node) =>
        gather(run, gathering, () => handler(node, own));
    for (const [type, handler] of Object.entries(check.nodes ?? {})) push(nodes, type, bind(handler));
    for (const [key, handler] of Object.entries(check.calls ?? {}))
      if (words.mayCall(key)) push(calls, lastName(key), { key, visit: bind(handler) });
    if (check.file) atEnd.push(() => gather(run, gathering, () => check.file?.(own)));
  }
  const asking = checks.filter(({ check }) => check.calls !== undefined);
  const isPlaced = asking.every(({ check }) => check.places !== undefined);
  if (calls.size > 0) push(nodes, 'call', dispatcher(file, calls, isPlaced));
  const handlers = new Map([...nodes].map(([type, visits]) => [type, inTurn(visits)]));
  expect([...handlers.keys()]);
  if (handlers.size > 0) walkPython(file.root, handlers);
  for (const run of atEnd) run();
}

/** Hands calls to whoever asked for what they call: all of them, or, where every check that asks has places, those at `callPlaces`. */
function dispatcher(file: PythonFile, calls: Calls, isPlaced: boolean): Visit {
  const dispatch: Dispatch = { calls, aliases: aliasesIn(file.text) };
  if (!isPlaced) return (call) => dispatchCall(file, call, dispatch);
  const keys = [...calls.values()].flatMap((handlers) => handlers.map(({ key }) => key));
  // Most calls are of nothing that anybody asked for, which the text says sooner than the tree.
  const places = Int32Array.from(callPlaces(file.text, [...new Set(keys)])).sort();
  return (call) => {
    if (holdsAny(places, call.startIndex, call.endIndex)) dispatchCall(file, call, dispatch);
  };
}

interface Dispatch {
  readonly calls: Calls;
  /** Names that imports give to something else, and some more. */
  readonly aliases: ReadonlySet<string>;
}

function inTurn(visits: readonly Visit[]): Visit {
  return (node) => {
    for (const run of visits) run(node);
  };
}

function dispatchCall(file: PythonFile, call: PyNode, { calls, aliases }: Dispatch): void {
  const last = lastNameOf(call);
  if (last === undefined || !(calls.has(last) || aliases.has(last))) return;
  const { name, attribute } = calleeOf(file, call);
  for (const { key, visit: run } of (name === undefined ? undefined : calls.get(lastName(name))) ?? [])
    if (key === name) run(call);
  for (const { key, visit: run } of (attribute === undefined ? undefined : calls.get(attribute)) ?? [])
    if (key === `.${attribute}`) run(call);
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function placesOfComments(file: PythonFile): ReadonlySet<string> {
  const places = new Set<string>();
  const note = ({ startPosition: { row, column } }: PyNode): unknown => places.add(`${row + 1}:${column + 1}`);
  walkPython(file.root, new Map([['comment', note]]));
  return places;
}
