import type { PyNode, PythonFile, SourceFile } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';
import { spanOf } from '../../core/span.ts';
import { namesIn } from '../python/places.ts';
import type { Plain } from '../plain.ts';
import {
  bodyOf,
  decoratorsOf,
  enclosingClass,
  enclosingFunction,
  keywordArguments,
  nameText,
  positionalArguments,
  qualifiedSymbol,
  topLevel,
} from '../python/python.ts';

/** A test that pytest does not find: because of what it is, or because of its name. */
export interface HiddenTest {
  /** `function`: found in a file whose name is right. `class-name`: found if the name is one of those for classes. */
  readonly kind: 'class-with-init' | 'nested' | 'class-name' | 'function';
  readonly name: string;
  /** The function around it; empty where there is none. */
  readonly inside: string;
  readonly at: Span;
  readonly key: string;
}

export type HiddenTests = readonly Plain<HiddenTest>[];

/** What may be hidden in a file. Of its functions only the first is given. */
export function findHiddenTests(file: PythonFile): HiddenTests {
  const { root, text: source, nameOf } = file;
  if (!source.includes('def test_')) return [];
  const tests = root
    .descendantsOfType('function_definition')
    .filter((node) => nameText(node).startsWith('test_') && isPlain(node, nameOf));
  const top = isFoundByName(file)
    ? undefined
    : tests.find((node) => topLevel(node) && node.descendantsOfType('assert_statement').length > 0);
  const classes = root.descendantsOfType('class_definition').filter((node) => topLevel(node) && isOwnClass(node));
  return [
    ...(top ? [describe('function', top)] : []),
    ...tests.filter(isNested).map((node) => describe('nested', node)),
    ...classes.flatMap((node) => describeClass(node, root)),
  ];
}

/** Its name is one of pytest's own, and the project has set no others: what stands at the top is found. */
function isFoundByName({ path, project }: Pick<SourceFile, 'path' | 'project'>): boolean {
  const isSet = ['python_files', 'python_classes'].some((name) => Object.hasOwn(project.pytest, name));
  return !isSet && /(^|\/)(test_[^/]*|[^/]*_test)\.py$/.test(path);
}

const OPENER = /^([ \t]*)(?:async[ \t]+)?(def|class)[ \t]+(\w+)(.*)/gm;
const WITHOUT_BASES = /^\s*(?::|\((?:\s*object)?\s*(?:$|[)\\,#]))/;

/** False if the text of a file can hold none: no test in a function, and none with an `assert` at the top or in a class without bases. */
export function mayHideTests(file: SourceFile): boolean {
  return hiddenPlaces(file).places.length > 0;
}

/** Where those of `mayHideTests` start, and where the names of the classes around them stand: one that is used is another class. */
export function placesOfHiddenTests(file: SourceFile): readonly number[] {
  const { places, classes } = hiddenPlaces(file);
  return [...places, ...namesIn(file.text, [...classes])];
}

interface HiddenPlaces {
  readonly places: readonly number[];
  readonly classes: ReadonlySet<string>;
}

/** It is asked whether there are any, and then where. */
let last: { readonly text: string; readonly isFound: boolean } & HiddenPlaces = {
  text: '',
  isFound: true,
  places: [],
  classes: new Set(),
};

function hiddenPlaces(file: SourceFile): HiddenPlaces {
  const { text } = file;
  const isFound = isFoundByName(file);
  if (last.text !== text || last.isFound !== isFound) last = { text, isFound, ...findPlaces(text, isFound) };
  return last;
}

function findPlaces(text: string, isFound: boolean): HiddenPlaces {
  const places: number[] = [];
  const classes = new Set<string>();
  // Classes of pytest's own names hide nothing, but for an `__init__`.
  const isTaken = isFound && !text.includes('__init__');
  const classOf = (name: string, rest: string): 'plain class' | 'class' =>
    WITHOUT_BASES.test(rest) && !(isTaken && name.startsWith('Test')) ? 'plain class' : 'class';
  const asserts = /^[ \t]*assert\b|[:;][ \t]*assert\b/m.test(text);
  const open: {
    readonly depth: number;
    readonly name: string;
    readonly around: 'function' | 'plain class' | 'class';
  }[] = [];
  for (const { index, 1: indent = '', 2: word, 3: name = '', 4: rest = '' } of text.matchAll(OPENER)) {
    while ((open.at(-1)?.depth ?? -1) >= indent.length) open.pop();
    const outer = open.at(-1);
    const own = word === 'def' ? 'function' : classOf(name, rest);
    open.push({ depth: indent.length, name, around: own });
    if (own !== 'function' || !name.startsWith('test_')) continue;
    const mayBeHidden = outer ? outer.around !== 'class' : !isFound;
    if (mayBeHidden && (asserts || outer?.around === 'function')) places.push(index);
    else continue;
    if (outer?.around === 'plain class') classes.add(outer.name);
  }
  return { places, classes };
}

/** Without decorators, but for pytest's marks: others may do something with it. */
function isPlain(node: PyNode, nameOf: PythonFile['nameOf']): boolean {
  return decoratorsOf(node).every((decorator) => {
    const name = nameOf(decorator.type === 'call' ? decorator.childForFieldName('function') : decorator);
    return name?.startsWith('pytest.mark.') === true;
  });
}

/** In the body of a function that never names it again. */
function isNested(node: PyNode): boolean {
  const outer = enclosingFunction(node);
  if (!outer || enclosingClass(node)?.startIndex !== enclosingClass(outer)?.startIndex) return false;
  const name = nameText(node);
  return (
    outer.descendantsOfType('identifier').filter(({ text: one }) => one === name).length === 1 &&
    !/\blocals\(/.test(outer.text)
  );
}

/** Without bases and decorators: nobody else finds its tests, either. */
function isOwnClass(node: PyNode): boolean {
  const bases = positionalArguments(node).filter(({ text: base }) => base !== 'object');
  return (
    bases.length === 0 &&
    keywordArguments(node).size === 0 &&
    decoratorsOf(node).length === 0 &&
    !/\b__test__\b/.test(node.text)
  );
}

function describeClass(node: PyNode, root: PyNode): HiddenTests {
  const name = nameText(node);
  const methods = bodyOf(node).filter(({ type }) => type === 'function_definition');
  if (
    !methods.some(
      (method) => nameText(method).startsWith('test_') && method.descendantsOfType('assert_statement').length > 0,
    )
  )
    return [];
  const init = methods.find((method) => nameText(method) === '__init__');
  if (init && name.startsWith('Test')) return [{ ...describe('class-with-init', init), name }];
  const isUsed = root.descendantsOfType('identifier').filter(({ text: one }) => one === name).length > 1;
  return !isUsed && /Tests?(Case)?$/.test(name) && !/^Test|Base|Mixin|Abstract|Common|Shared|Contract/.test(name)
    ? [describe('class-name', node)]
    : [];
}

function describe(kind: HiddenTest['kind'], node: PyNode): Plain<HiddenTest> {
  const name = nameText(node);
  const outer = enclosingFunction(node);
  const inside = outer ? nameText(outer) : '';
  const place = spanOf(node.childForFieldName('name') ?? node);
  return { kind, name, inside, at: { ...place }, key: `${kind} ${qualifiedSymbol(node)}` };
}
