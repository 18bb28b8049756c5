import { parsePipRequirementsLine } from 'pip-requirements-js';
import type { RequirementLine } from '../core/facts.ts';
import type { LogicalLine } from './requirements-lines.ts';
import { normaliseName } from './requirements-name.ts';

/** Options aside. Parsing takes time that grows with the square of the length; no real requirement is longer. */
const MAX_LENGTH = 1000;

const NAME = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ \t]*(?:\[([^\][]*)\])?/;
const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:\/\/|file:)/i;
const ARCHIVE = /\.(?:whl|zip|tgz|tbz|txz|tlz|tar|tar\.(?:gz|bz2|xz|lz|lzma))(?:\[[^\]]*\])?$/i;
const VARIABLE = /\$\{[A-Z0-9_]+\}/g;

/** What one line of a requirements file asks for. */
export function readRequirement(line: LogicalLine): RequirementLine {
  const { args, options } = splitOptions(line.text);
  const base: Omit<RequirementLine, 'kind'> = {
    extras: [],
    specifier: '',
    hashes: hashesOf(options),
    raw: line.text,
    span: line.spanOf(0, line.text.length),
    coreSpan: line.spanOf(0, args === '' ? line.text.length : args.length),
  };
  if (args === '') return { ...base, ...readOption(options) };
  if (args.length > MAX_LENGTH) return { ...base, kind: 'invalid' };
  if (ADDRESS.test(args)) return { ...base, ...readAddress(args) };
  return { ...base, ...(readNamed(args, line) ?? readPath(args) ?? { kind: 'invalid' }) };
}

/** As pip does: everything from the first word on that starts with a dash is options. */
function splitOptions(text: string): { readonly args: string; readonly options: string } {
  const at = text.search(/(?:^|(?<=\s))-/);
  if (at < 0) return { args: text, options: '' };
  return { args: text.slice(0, at).trimEnd(), options: text.slice(at) };
}

function hashesOf(options: string): readonly string[] {
  return [...options.matchAll(/--hash(?:\s*=\s*|\s+)(\S+)/g)].map((match) => match[1] ?? '');
}

const TARGET_OPTION =
  /^(?:-([rce])\s*=?|--(requirement|constraint|editable)(?:\s*=\s*|\s+))\s*(?:"([^"]+)"|'([^']+)'|(\S+))/;
const KINDS = { r: 'include', c: 'constraint', e: 'editable' } as const;

function readOption(options: string): Pick<RequirementLine, 'kind' | 'target' | 'name'> {
  const match = TARGET_OPTION.exec(options);
  const letter = match?.[1] ?? match?.[2]?.charAt(0);
  const target = match?.[3] ?? match?.[4] ?? match?.[5];
  if (target === undefined || (letter !== 'r' && letter !== 'c' && letter !== 'e')) return { kind: 'option' };
  return { kind: KINDS[letter], target, ...(letter === 'e' && eggOf(target)) };
}

/** A bare address. Its marker, if any, is parted from it by a semicolon with a space after it. */
function readAddress(args: string): Pick<RequirementLine, 'kind' | 'target' | 'name' | 'marker'> {
  const at = args.search(/\s*;\s/);
  const target = at < 0 ? args : args.slice(0, at);
  if (/\s/.test(target)) return { kind: 'invalid' };
  const marker = at < 0 ? '' : args.slice(at).replace(/^\s*;\s*/, '');
  return { kind: 'url', target, ...(marker !== '' && { marker }), ...eggOf(target) };
}

/** The name that an address gives itself: `#egg=name[extra]`. */
function eggOf(target: string): { readonly name?: string } {
  const name = /[#&]egg=([A-Za-z0-9._-]+)/.exec(target)?.[1];
  return name === undefined ? {} : { name: normaliseName(name) };
}

type Named = Pick<RequirementLine, 'kind' | 'name' | 'extras' | 'specifier' | 'coreSpan' | 'marker' | 'target'>;

/** `name[extras] specifier ; marker` or `name @ address ; marker` of PEP 508; undefined for what is neither. */
function readNamed(args: string, line: LogicalLine): Named | undefined {
  const head = NAME.exec(args);
  const name = head?.[1];
  if (!head || name === undefined) return undefined;
  if (ARCHIVE.test(args) && !args.includes('@')) return undefined;
  const rest = args.slice(head[0].length);
  const common = { name: normaliseName(name), extras: listOf(head[2] ?? '') };
  const at = /^\s*@\s*(\S+?)(?:\s*;\s+(.+)|\s+;(.+))?$/.exec(rest);
  if (at) {
    const marker = (at[2] ?? at[3] ?? '').trim();
    const coreSpan = line.spanOf(
      0,
      marker === '' ? args.length : args.indexOf(at[1] ?? '', head[0].length) + (at[1] ?? '').length,
    );
    return { kind: 'url', ...common, specifier: '', coreSpan, target: at[1] ?? '', ...(marker !== '' && { marker }) };
  }
  if (!isRequirement(args)) return undefined;
  const semicolon = rest.indexOf(';');
  const core = (semicolon < 0 ? rest : rest.slice(0, semicolon)).trimEnd();
  const marker = semicolon < 0 ? '' : rest.slice(semicolon + 1).trim();
  return {
    kind: 'requirement',
    ...common,
    specifier: core.replace(/\s+/g, '').replace(/^\((.*)\)$/, '$1'),
    coreSpan: line.spanOf(0, core === '' ? head[0].trimEnd().length : head[0].length + core.length),
    ...(marker !== '' && { marker }),
  };
}

/** Whether the grammar of PEP 508 takes it, with what a variable would give left open and `===` free in its version. */
function isRequirement(args: string): boolean {
  // To the grammar a `#` starts a comment; to pip only one that white space precedes, and those are gone.
  if (args.includes('#')) return false;
  const closed = args.replace(VARIABLE, '0').replace(/===\s*[^\s,;)]+/g, '==0');
  try {
    return parsePipRequirementsLine(closed) !== null;
  } catch {
    // A syntax error, or a RangeError where brackets nest too deeply: not a requirement in either case.
    return false;
  }
}

function readPath(args: string): Pick<RequirementLine, 'kind' | 'target' | 'marker'> | undefined {
  const [target = '', marker = ''] = args.split(/\s*;\s+/, 2);
  const looksLikePath = /^[.~]/.test(target) || /[\\/]/.test(target) || ARCHIVE.test(target);
  if (!looksLikePath || /[=<>!]=|[<>]|\s/.test(target)) return undefined;
  return { kind: 'path', target, ...(marker !== '' && { marker }) };
}

function listOf(text: string): readonly string[] {
  return text.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
}
