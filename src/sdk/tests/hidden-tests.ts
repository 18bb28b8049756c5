import type { PyNode, PythonFile, SourceFile } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';
import { spanOf } from '../../core/span.ts';
import { blockBelow, glanceLines, glanceStarts, linesStartingWith } from '../python/glance.ts';
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

type Named = Pick<SourceFile, 'path' | 'project'>;

/** Its name is one of pytest's own, and the project has set no others: what stands at the top is found. */
function isFoundByName(file: Named): boolean {
  return !setsNames(file) && /(^|\/)(test_[^/]*|[^/]*_test)\.py$/.test(file.path);
}

function setsNames({ project }: Named): boolean {
  return ['python_files', 'python_classes'].some((name) => Object.hasOwn(project.pytest, name));
}

/** The project has to do with pytest, for all that is known of it. */
export function usesPytest({ project, text = '' }: Pick<SourceFile, 'project'> & { readonly text?: string }): boolean {
  return (
    Object.keys(project.pytest).length > 0 || Object.hasOwn(project.dependencies, 'pytest') || /\bpytest\b/.test(text)
  );
}

const OPENER = /^(\s*)(?:async\s+)?(def|class)\s+(\w+)(.*)/;
const WITHOUT_BASES = /^\s*(?::|\((?:\s*object)?\s*(?:$|[)\\,#]))/;

/**
 * Where tests start that may be hidden: in a function that does not name them again, and with an `assert` at the top or in a class without
 * bases, as far as the file's name and the project's settings let them be; and where the names of the classes around them stand, as one that
 * is used is another class.
 */
export function placesOfHiddenTests(file: SourceFile): readonly number[] {
  const starts = glanceStarts(file.text);
  const mayHide = hidingIn(file);
  const hidden = [...testsIn(file)].filter(({ name, outer }) => mayHide(name, outer));
  const classes = hidden.flatMap(({ outer }) => (outer?.word === 'class' ? [outer.name] : []));
  return [...hidden.flatMap(({ index }) => starts[index] ?? []), ...namesIn(file.text, [...new Set(classes)])];
}

/** A line that opens a def or a class. */
interface Opened {
  readonly index: number;
  readonly depth: number;
  readonly word: string;
  readonly name: string;
  /** What follows the name. */
  readonly rest: string;
}

/** The functions of a file that are named as tests, each with what is around it. */
function* testsIn({ text }: SourceFile): Generator<Opened & { readonly outer: Opened | undefined }> {
  const open: Opened[] = [];
  const lines = glanceLines(text);
  for (const index of linesStartingWith(text, 'async', 'class', 'def')) {
    const [, indent = '', word, name = '', rest = ''] = OPENER.exec(lines[index] ?? '') ?? [];
    if (word === undefined) continue;
    while ((open.at(-1)?.depth ?? -1) >= indent.length) open.pop();
    const outer = open.at(-1);
    const opened = { index, depth: indent.length, word, name, rest };
    open.push(opened);
    if (word === 'def' && name.startsWith('test_')) yield { ...opened, outer };
  }
}

function hidingIn(file: SourceFile): (name: string, outer: Opened | undefined) => boolean {
  const { text } = file;
  const asserts = linesStartingWith(text, 'assert').length > 0 || /[:;][ \t]*assert\b/.test(text);
  const isFound = isFoundByName(file);
  const isMisnamed = asserts && !isFound && usesPytest(file);
  // What has another name is read by nobody, so that its classes hide nothing; nor do those of pytest's own names, but for an `__init__`.
  const hides = ({ name, rest }: Opened): boolean =>
    WITHOUT_BASES.test(rest) && (isFound ? !name.startsWith('Test') || text.includes('__init__') : setsNames(file));
  const named = new Map<Opened, ReadonlyMap<string, number>>();
  const timesNamed = (name: string, outer: Opened): number => {
    const times = named.get(outer) ?? namesBelow(glanceLines(text), outer.index);
    named.set(outer, times);
    return times.get(name) ?? 0;
  };
  return (name, outer) => {
    if (!outer) return isMisnamed;
    return outer.word === 'def' ? timesNamed(name, outer) < 2 : asserts && hides(outer);
  };
}

/** How often the words of a function stand in it. */
function namesBelow(lines: readonly string[], index: number): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const line of blockBelow(lines, index))
    for (const [word] of line.matchAll(/\w+/g)) times.set(word, (times.get(word) ?? 0) + 1);
  return times;
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
