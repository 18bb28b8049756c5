import type { z } from 'zod';
import { nearest } from '../core/nearest.ts';
import { chapterKey, type Known, LEVELS } from './config.ts';
import { type Fault, isMapping, type Located, placeOf, valueAt } from './located.ts';
import { anyOf, quote } from './words.ts';

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** What the sentences need to know of the file and of the names that it may use. */
export interface Context {
  readonly root: Located;
  readonly known: Known;
  /** Keys of the file itself and of its overrides. */
  readonly keys: { readonly root: readonly string[]; readonly override: readonly string[] };
}

/** The schema's issues as sentences at their places: what is wrong, what was expected, the nearest name. */
export function explain(issues: readonly Issue[], context: Context): readonly Fault[] {
  return issues.flatMap((issue) => explainIssue(issue, context));
}

function explainIssue(issue: Issue, context: Context): readonly Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      span: placeOf(context.root, [...issue.path, key], 'key'),
      message: () => unknownKey(issue.path, key, context),
    }));
  }
  const value = valueAt(context.root, issue.path);
  if (issue.code === 'invalid_union' && isMapping(value)) return explain(withinMapping(issue), context);
  const span = placeOf(context.root, issue.path, 'value');
  if (issue.code === 'custom') return [{ span, message: issue.message }];
  if (value === undefined) return explainMissing(issue, context);
  const name = nameOf(issue.path);
  if (value === null) return [{ span, message: `${name} is empty; expected ${issue.message}, or leave it out` }];
  return [{ span, message: `${name} is ${found(value)}; expected ${issue.message}${hint(issue, value)}` }];
}

/** The issues of the union's branch for mappings: the one that does not refuse the value as a whole. */
function withinMapping(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] {
  const branch = issue.errors.find((issues) =>
    issues.every((each) => each.code === 'unrecognized_keys' || each.path.length > 0),
  );
  return (branch ?? []).map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

/** A value that is there but could not be read has been explained already. */
function explainMissing(issue: Issue, { root }: Context): readonly Fault[] {
  const owner = issue.path.slice(0, -1);
  const key = String(issue.path.at(-1));
  const value = valueAt(root, owner);
  if (!isMapping(value) || Object.hasOwn(value, key)) return [];
  return [
    {
      span: placeOf(root, owner, 'value'),
      message: `${nameOf(owner)} has no ${quote(key)}; expected ${issue.message}`,
    },
  ];
}

function unknownKey(path: Path, key: string, context: Context): string {
  const owner = path.at(-1);
  if (owner === 'checks') return unknownCheck(key, context.known);
  if (owner === 'chapters') return unknownChapter(key, context.known);
  if (path.at(-2) === 'checks') return unknownOption(String(owner), key, context.known);
  const isTop = path.length === 0;
  const names = isTop ? context.keys.root : context.keys.override;
  const what = `unknown key ${quote(key)}${isTop ? '' : ' in an override'}`;
  return what + suggest(nearest(key, names), `expected ${anyOf(names)}`);
}

function unknownOption(owner: string, key: string, { checks }: Known): string {
  const check = checks.find(({ id, formerly }) => id === owner || formerly.includes(owner));
  const options = Object.keys(check?.options ?? {});
  const names = ['level', ...options];
  const all = options.length === 0 ? 'it has only `level`' : `it has ${anyOf(names, 'and')}`;
  return `unknown option ${quote(key)} of ${quote(check?.id ?? owner)}${suggest(nearest(key, names), all)}`;
}

function unknownCheck(key: string, { checks }: Known): string {
  const ids = checks.map((check) => check.id);
  const sameName = ids.find((id) => tail(id) === tail(key));
  const example = ids[0] === undefined ? 'there are none' : `checks are called like ${quote(ids[0])}`;
  return `unknown check ${quote(key)}${suggest(sameName ?? nearest(key, ids), example)}`;
}

function tail(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

function unknownChapter(key: string, { chapters }: Known): string {
  const number = /^(?:ch(?:apter)?)?[-_ ]?0*(\d{1,2})(?:\D|$)/i.exec(key)?.[1];
  const meant = chapters.find((chapter) => String(chapter.number) === number);
  const first = chapters.at(0);
  const last = chapters.at(-1);
  const range =
    first && last
      ? `expected ${quote(chapterKey(first.number))} to ${quote(chapterKey(last.number))}`
      : 'there are none';
  return `unknown chapter ${quote(key)}${suggest(meant && chapterKey(meant.number), range)}`;
}

function suggest(name: string | undefined, otherwise: string): string {
  return name === undefined ? `; ${otherwise}` : `; did you mean ${quote(name)}?`;
}

function hint(issue: Issue, value: unknown): string {
  const isLevel = issue.code === 'invalid_union' || (issue.code === 'invalid_value' && issue.values.includes('off'));
  if (isLevel && value === false) return '; did you mean `off`?';
  if (typeof value !== 'string') return '';
  if (issue.code === 'invalid_type' && issue.expected === 'array')
    return `; did you mean ${quote(`[${JSON.stringify(value)}]`)}?`;
  if (issue.code === 'invalid_type' && issue.expected === 'boolean')
    return /^(yes|on)$/i.test(value) ? '; did you mean `true`?' : '';
  const names = isLevel ? LEVELS : issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const near = nearest(value, names);
  return near === undefined ? '' : `; did you mean ${quote(near)}?`;
}

/** `max_comments`, `exclude[2]`, `ch07`, `max_lines` of `ch01/module-too-long`. */
function nameOf(path: Path): string {
  const rules = path[0] === 'overrides' && path.length > 3 ? path.slice(2) : path;
  if (rules.length === 0) return 'the file';
  const [section, name, ...rest] = rules;
  if ((section !== 'checks' && section !== 'chapters') || name === undefined) return quote(joined(rules));
  return rest.length === 0 ? quote(String(name)) : `${quote(joined(rest))} of ${quote(String(name))}`;
}

function joined(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`))
    .join('');
}

function found(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (isMapping(value)) return 'a mapping';
  return value === '' ? 'an empty text' : quote(String(value));
}
