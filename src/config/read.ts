import type { ConfigProblem } from '../core/actions.ts';
import type { Span } from '../core/flow.ts';
import { compareSpans } from '../core/span.ts';
import { type Config, CONFIG_PATH, defaultConfig, type Known } from './config.ts';
import { formerNames, sameLabels, tooManyGlobs } from './cross-checks.ts';
import { explain } from './explain.ts';
import { createGlobJudge } from './glob-problem.ts';
import { placeOf, type Fault, type Located } from './located.ts';
import { mergeConfig, renamedChecks } from './merge.ts';
import { parseYaml } from './parse.ts';
import { configSchema, type RawConfig } from './schema.ts';
import { digits } from './words.ts';

/** Problems listed at most; if there are more, the last one says how many. */
const MAX_PROBLEMS = 50;

export interface ReadResult {
  /** Absent when any problem is an error. */
  readonly config: Config | undefined;
  /** All of them at once, sorted by place. */
  readonly problems: readonly ConfigProblem[];
  /** What the file extends, as written, and where it says so. */
  readonly parent?: { readonly name: string; readonly span: Span };
}

interface ReadOptions extends Known {
  /** Path that the problems name. */
  readonly path?: string;
  /** What the file is laid over; the defaults where absent. */
  readonly base?: Config;
}

/** A configuration file's text as a configuration, or what is wrong with it and where. Never throws on any text. */
export function readConfig(text: string, known: ReadOptions): ReadResult {
  const { root, faults: yamlFaults } = parseYaml(text);
  const judge = createGlobJudge();
  const { raw, faults } = root ? validate(root, configSchema(known, judge), known) : { faults: [] };
  const renamed = renamedChecks(known.checks);
  const all = [
    ...yamlFaults,
    ...faults,
    ...(root ? [...formerNames(root, renamed), ...sameLabels(root), ...tooManyGlobs(root, judge)] : []),
  ];
  const isValid = all.every((fault) => fault.severity === 'notice');
  return {
    config: raw && isValid ? mergeConfig(known.base ?? defaultConfig(), raw, renamed) : undefined,
    problems: listProblems(all, known.path ?? CONFIG_PATH),
    ...(root && raw?.extends !== undefined
      ? { parent: { name: raw.extends, span: placeOf(root, ['extends'], 'value') } }
      : {}),
  };
}

/** `.github/chapter-and-verse.yml:7:3: unknown check …`, as compilers print it. */
export function printProblem({ path, span, message }: ConfigProblem): string {
  return `${path}:${span.line}:${span.col}: ${message}`;
}

function validate(
  root: Located,
  schema: ReturnType<typeof configSchema>,
  known: Known,
): { readonly raw?: RawConfig; readonly faults: readonly Fault[] } {
  const result = schema.root.safeParse(root.value);
  if (result.success) return { raw: result.data, faults: [] };
  const keys = { root: Object.keys(schema.root.shape), override: Object.keys(schema.override.shape) };
  return { faults: explain(result.error.issues, { root, keys, known }) };
}

function listProblems(faults: readonly Fault[], path: string): readonly ConfigProblem[] {
  const sorted = faults.toSorted((a, b) => compareSpans(a.span, b.span));
  const listed = sorted.length <= MAX_PROBLEMS ? sorted : sorted.slice(0, MAX_PROBLEMS - 1);
  const problems = listed.map(({ span, severity = 'error', message }): ConfigProblem => {
    return { path, span, severity, message: typeof message === 'string' ? message : message() };
  });
  const next = sorted[listed.length];
  if (!next) return problems;
  const rest = `${digits(sorted.length - listed.length)} more problems start here`;
  return [...problems, { path, span: next.span, severity: 'error', message: rest }];
}
