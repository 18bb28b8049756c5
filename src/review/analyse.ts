import type { SourceFile, TextFile } from '../core/facts.ts';
import type { Parsed } from '../core/parsed.ts';
import { parseDockerfile } from '../engines/dockerfile.ts';
import { parseRequirements } from '../engines/requirements.ts';
import { runRuff } from '../engines/ruff.ts';
import { findSecrets } from '../engines/secrets.ts';
import { parseToml } from '../engines/toml.ts';
import { parseYaml } from '../engines/yaml.ts';
import type { Draft } from '../sdk/check.ts';
import { isCollectedAs, isOfKind } from '../sdk/kinds.ts';
import type { Catalogue, LoadedCheck } from '../sdk/load.ts';
import { analysePython } from './analyse-python.ts';
import { finishFindings } from './emit.ts';
import { collect, gather, unparsed, withMore, withOptions } from './gathering.ts';
import type { Gathering, Running, Stage, Work } from './gathering.ts';
import { mayHoldSuppressions, noqaLines, readSuppressions } from './suppress.ts';
import type { FileResult, FileTask, SelectedCheck } from './task.ts';

/**
 * Runs every selected check over one side of one file, each engine at most once.
 * @throws EngineTrap where an engine's instance is no longer to be trusted.
 */
export async function analyseFile(
  task: FileTask,
  catalogue: Catalogue,
  enter: (stage: Stage) => void = () => {},
): Promise<FileResult> {
  const { path, lineage, text } = task;
  let lines: readonly string[] | undefined;
  let stage: Stage = 'ruff';
  const goTo = (next: Stage): void => {
    stage = next;
    enter(next);
  };
  const source: SourceFile = {
    path,
    text,
    // Most files are read by nobody line by line.
    get lines() {
      return (lines ??= text.split(/\r\n|\n|\r/));
    },
    classes: new Set(task.classes),
    project: task.project,
    ...(task.without.includes('ruff')
      ? {}
      : {
          syntaxErrorIn(code: string) {
            const asking = stage;
            goTo('ruff');
            const [first] = runRuff({ text: code, codes: [], file: source });
            goTo(asking);
            return first;
          },
        }),
  };
  const gathering: Gathering = {
    source,
    drafted: [],
    skips: [],
    facts: {},
    parses: true,
    enter: goTo,
    isComment: () => true,
  };
  const work: Work = {
    task,
    running: resolve(task.checks, catalogue),
    collecting: resolve(task.collect, catalogue),
    catalogue,
  };
  const isPython = isOfKind('python', path);
  if (isPython) await analysePython(work, gathering);
  else analyseData(work, gathering);
  if (!task.without.includes('text')) await analyseText(work, gathering);
  return {
    findings: gathering.drafted.length > 0 ? finishFindings({ ...source, lineage }, gathering.drafted) : [],
    facts: gathering.facts,
    comments: mayHoldSuppressions(text) ? readSuppressions(source.lines, gathering.isComment) : [],
    noqa: isPython ? noqaLines(source) : [],
    skips: gathering.skips,
    parses: gathering.parses,
  };
}

const byIds = new WeakMap<Catalogue, ReadonlyMap<string, LoadedCheck>>();

function resolve(selected: readonly SelectedCheck[], catalogue: Catalogue): readonly Running[] {
  const byId = byIds.get(catalogue) ?? new Map(catalogue.checks.map((loaded) => [loaded.info.id, loaded]));
  byIds.set(catalogue, byId);
  return selected.flatMap((check) => {
    const loaded = byId.get(check.id);
    return loaded ? [{ selected: check, loaded }] : [];
  });
}

const PARSERS = {
  toml: parseToml,
  yaml: parseYaml,
  dockerfile: parseDockerfile,
  requirements: parseRequirements,
} as const;

/** Configuration files: one parse a kind, for the checks and the collecting steps together. */
function analyseData({ task, running, collecting }: Work, gathering: Gathering): void {
  for (const kind of ['toml', 'yaml', 'dockerfile', 'requirements'] as const) {
    const checks = running.filter(({ loaded }) => loaded.check.on === kind);
    const collectors = isCollectedAs(kind, task.path)
      ? collecting.filter(({ loaded }) => loaded.check.on === 'pull' && loaded.check.collect?.[kind])
      : [];
    if (task.without.includes(kind) || (checks.length === 0 && collectors.length === 0)) continue;
    gathering.enter(kind);
    const parsed: Parsed<SourceFile> = PARSERS[kind](gathering.source);
    if (!parsed.ok) {
      gathering.parses = false;
      gathering.skips.push(unparsed(kind, task.path, parsed.message, parsed.span));
      continue;
    }
    for (const run of checks)
      gather(run, gathering, () => runnerOf(run).run(withOptions(parsed.value, run.selected.options)));
    for (const run of collectors) collect(run, kind, gathering, parsed.value);
  }
}

interface Runner {
  run(file: unknown): Iterable<Draft> | undefined | void;
}

function runnerOf({ loaded }: Running): Runner {
  // The check's kind and the file's are the same word, which the type system cannot follow through a table.
  return loaded.check as unknown as Runner;
}

/** Checks that read lines, and those of secrets, whose engine runs once for all of them. */
async function analyseText({ running, collecting }: Work, gathering: Gathering): Promise<void> {
  const checks = running.filter(({ loaded }) => loaded.check.on === 'text');
  const collectors = collecting.filter(({ loaded }) => loaded.check.on === 'pull' && loaded.check.collect?.text);
  if (checks.length === 0 && collectors.length === 0) return;
  gathering.enter('text');
  const plain: TextFile = withMore(gathering.source, { secrets: [] });
  const searched = checks.some(usesSecrets)
    ? withMore(gathering.source, { secrets: await findSecrets(gathering.source, gathering.words) })
    : plain;
  for (const run of checks) {
    const file = usesSecrets(run) ? searched : plain;
    gather(run, gathering, () => runnerOf(run).run(withOptions(file, run.selected.options)));
  }
  for (const run of collectors) collect(run, 'text', gathering, plain);
}

function usesSecrets({ loaded }: Running): boolean {
  const { check } = loaded;
  return check.on === 'text' && (check.uses?.includes('secrets') ?? false);
}
