import { conclude } from '../core/conclude.ts';
import { classesOfPath } from '../core/path-class.ts';
import type { Baseline, ChangedFile, Finding, Report, Skip, Snapshot, Suppressed } from '../core/flow.ts';
import { compareSpans } from '../core/span.ts';
import type { SuppressionNote } from '../sdk/check.ts';
import type { Catalogue } from '../sdk/load.ts';
import { compareFile, touchesChange, withoutMoved } from './compare.ts';
import { isBlocking } from './conclude.ts';
import type { FailOn } from './conclude.ts';
import { compareText } from './emit.ts';
import { createTasks, type Tasks } from './file-tasks.ts';
import { mendedEntries, withoutBaseline } from './freeze.ts';
import { hideSecrets } from './hide-secrets.ts';
import { proveFixes } from './prove.ts';
import { runPullChecks } from './pull-pass.ts';
import { selectCollectors, withTests } from './selection.ts';
import type { ReviewSettings } from './selection.ts';
import { createSuppressor } from './suppressor.ts';
import type { Suppressor } from './suppressor.ts';
import { runSuppressionChecks } from './suppression-pass.ts';
import type { Analyser, FileFinding, FileResult, FileTask } from './task.ts';

export interface ReviewInput {
  readonly snapshot: Snapshot;
  readonly catalogue: Catalogue;
  readonly settings: ReviewSettings;
  readonly failOn: FailOn;
  readonly analyser: Analyser;
  /** Findings that the repository lives with for now. */
  readonly baseline?: Baseline;
}

/** One changed file on its way through the review. */
interface Subject {
  readonly file: ChangedFile;
  readonly task: FileTask;
  readonly now: FileResult;
}

const NOTHING: FileResult = { findings: [], facts: {}, comments: [], noqa: [], skips: [], parses: true };

/**
 * Snapshot → report. The same snapshot, configuration and version give the same report to the byte: nothing here looks at a
 * clock, a disk or a network, and the analyser only decides where the work is done.
 */
export async function review(input: ReviewInput): Promise<Report> {
  const { snapshot, catalogue, settings } = input;
  const plan = createTasks(input);
  const subjects = await analyseHead(snapshot, plan, input.analyser);
  const before = await analyseBefore(subjects, plan, input.analyser);
  const context = await analyseContext(snapshot, plan, input);
  const suppressor = createSuppressor(catalogue);
  const fresh = await findFresh({ subjects, before, suppressor, plan, snapshot, analyser: input.analyser });
  const pull = runPullChecks(snapshot, catalogue, settings, {
    head: new Map([...context, ...subjects.map(({ file, now }) => [file.path, now] as const)]),
    before,
    projectOf: plan.projectOf,
    classesOf: plan.classesOf,
  });
  const fromPull = suppressPull(pull.findings, subjects, suppressor);
  const notes = [...fresh.notes, ...suppressor.unused()];
  const findings = [...fresh.findings, ...fromPull.kept, ...runSuppressionChecks(catalogue, settings, snapshot, notes)];
  const reached = findings.filter((finding) => isWithinReach(finding, catalogue, snapshot));
  const files = subjects.map(({ file }) => file);
  const hide = hideSecrets(catalogue, files, [...subjects.flatMap(({ now }) => now.findings), ...pull.findings]);
  const open = (finding: FileFinding): Finding => publicFinding(hide.finding(finding), input);
  const proven = await keepProven(reached, subjects, input.analyser);
  const finished = proven.map(open).sort(compareFindings);
  const { baseline = [] } = input;
  const { kept, baselined } = withoutBaseline(finished, baseline);
  const found = new Set([...subjects.flatMap(({ now }) => now.findings), ...finished].map((each) => each.fingerprint));
  return {
    base: snapshot.base,
    head: snapshot.head,
    findings: kept,
    baselined,
    mended: mendedEntries(baseline, { snapshot, catalogue, settings, subjects, found }),
    suppressed: [...fresh.suppressed, ...fromPull.suppressed]
      .map(({ finding, reason, line }) => ({
        finding: open(finding),
        reason: hide.reason(finding.path, reason),
        line,
      }))
      .sort(bySuppressed),
    skips: sortSkips([...snapshot.skips, ...plan.skips, ...subjects.flatMap(({ now }) => now.skips), ...pull.skips]),
    inspected: subjects.length,
    conclusion: conclude(kept),
  };
}

async function analyseHead(snapshot: Snapshot, plan: Tasks, analyser: Analyser): Promise<readonly Subject[]> {
  const subjects = snapshot.files.map(async (file): Promise<readonly Subject[]> => {
    const task = plan.head(file);
    return task ? [{ file, task, now: await analyser.analyse(task) }] : [];
  });
  return (await Promise.all(subjects)).flat();
}

/** The merge base's side of files that have findings now, or whose facts a whole-change check compares. By path at head. */
async function analyseBefore(
  subjects: readonly Subject[],
  plan: Tasks,
  analyser: Analyser,
): Promise<Map<string, FileResult>> {
  const results = subjects.map(async ({ file, now }) => {
    const task = plan.before(file, now.findings.length > 0);
    return task ? ([[file.path, await analyser.analyse(task)]] as const) : [];
  });
  return new Map((await Promise.all(results)).flat());
}

async function analyseContext(snapshot: Snapshot, plan: Tasks, input: ReviewInput): Promise<Map<string, FileResult>> {
  const results = [...snapshot.context].map(async ([path, text]) => {
    const collect = selectCollectors(input.catalogue, input.settings, path, plan.isNamed);
    if (collect.length === 0) return [];
    const project = plan.projectOf(path);
    const classes = [...withTests(classesOfPath(path), path, project)];
    const task: FileTask = {
      path,
      lineage: path,
      text,
      classes,
      project,
      checks: [],
      collect,
      without: [],
    };
    return [[path, await input.analyser.analyse(task)]] as const;
  });
  return new Map((await Promise.all(results)).flat());
}

interface Fresh {
  readonly findings: readonly FileFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly notes: readonly SuppressionNote[];
}

type SuppressedFinding = Omit<Suppressed, 'finding'> & { readonly finding: FileFinding };

interface FreshInput {
  readonly subjects: readonly Subject[];
  readonly before: ReadonlyMap<string, FileResult>;
  readonly suppressor: Suppressor;
  readonly plan: Tasks;
  readonly snapshot: Snapshot;
  readonly analyser: Analyser;
}

/** What single-file checks find at head and the merge base does not have. */
async function findFresh(input: FreshInput): Promise<Fresh> {
  const { subjects, before, suppressor } = input;
  const fresh: FileFinding[] = [];
  const gone: FileFinding[] = [];
  const suppressed: SuppressedFinding[] = [];
  const notes: SuppressionNote[] = [];
  for (const { file, task, now } of subjects) {
    const head = suppressor.head(file.path, now, task);
    const base = suppressor.base(before.get(file.path) ?? NOTHING);
    const compared = compareFile(head.kept, base.kept, file);
    fresh.push(...compared.fresh);
    gone.push(...compared.gone);
    notes.push(...head.notes);
    const newlySuppressed = new Set(
      compareFile(
        head.suppressed.map(({ finding }) => finding),
        base.suppressed,
        file,
      ).fresh,
    );
    suppressed.push(...head.suppressed.filter(({ finding }) => newlySuppressed.has(finding)));
  }
  if (fresh.some(({ moveKey }) => moveKey !== undefined)) gone.push(...(await findGone(input)));
  return { findings: withoutMoved(fresh, gone), suppressed, notes };
}

/** Base findings of files that have none now, or no longer are: moved code may stand for them elsewhere. */
async function findGone({
  snapshot,
  subjects,
  plan,
  suppressor,
  analyser,
}: FreshInput): Promise<readonly FileFinding[]> {
  const compared = new Set(subjects.filter(({ now }) => now.findings.length > 0).map(({ file }) => file.path));
  const rest = snapshot.files.filter(({ path }) => !compared.has(path));
  const results = rest.map(async (file) => {
    const task = plan.before(file, true);
    return task ? suppressor.base(await analyser.analyse({ ...task, collect: [] })).kept : [];
  });
  return (await Promise.all(results)).flat();
}

function suppressPull(
  findings: readonly FileFinding[],
  subjects: readonly Subject[],
  suppressor: Suppressor,
): {
  readonly kept: readonly FileFinding[];
  readonly suppressed: readonly SuppressedFinding[];
} {
  const byPath = new Map(subjects.map((subject) => [subject.file.path, subject]));
  const kept: FileFinding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const [path, own] of Map.groupBy(findings, (finding) => finding.path)) {
    const subject = byPath.get(path);
    const applied = subject ? suppressor.pull(path, own, subject.now) : { kept: own, suppressed: [] };
    kept.push(...applied.kept);
    suppressed.push(...applied.suppressed);
  }
  return { kept, suppressed };
}

function isWithinReach(finding: FileFinding, catalogue: Catalogue, snapshot: Snapshot): boolean {
  const loaded = catalogue.checks.find(({ info }) => info.id === finding.check);
  if (loaded?.check.reach !== 'changed-lines') return true;
  const file = snapshot.files.find(({ path }) => path === finding.path);
  return file !== undefined && touchesChange(finding, file);
}

/** Fixes that are not proven on this very file stay as prose: `safe` becomes false. */
async function keepProven(
  findings: readonly FileFinding[],
  subjects: readonly Subject[],
  analyser: Analyser,
): Promise<readonly FileFinding[]> {
  const byPath = new Map(subjects.map((subject) => [subject.file.path, subject]));
  const proven = await Promise.all(
    [...Map.groupBy(findings, ({ path }) => path)].map(async ([path, own]) => {
      const subject = byPath.get(path);
      return subject ? [...(await proveFixes(subject.task, subject.now, own, analyser))] : [];
    }),
  );
  const kept = new Set(proven.flat());
  return findings.map((finding) =>
    finding.fix?.safe && !kept.has(finding) ? { ...finding, fix: { ...finding.fix, safe: false } } : finding,
  );
}

function publicFinding(
  { key: _key, moveKey: _moveKey, ...finding }: FileFinding,
  { catalogue, failOn }: ReviewInput,
): Finding {
  const info = catalogue.checks.find((loaded) => loaded.info.id === finding.check)?.info;
  return { ...finding, blocking: isBlocking(finding.severity, info?.blocks ?? false, failOn) };
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.path, b.path) ||
    compareSpans(a.span, b.span) ||
    compareText(a.check, b.check) ||
    compareText(a.code ?? '', b.code ?? '') ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

function bySuppressed(a: Suppressed, b: Suppressed): number {
  return compareFindings(a.finding, b.finding);
}

function sortSkips(skips: readonly Skip[]): readonly Skip[] {
  const unique = new Map(skips.map((skip) => [`${skip.path ?? ''}\0${skip.what}\0${skip.why}`, skip]));
  return [...unique].sort(([a], [b]) => compareText(a, b)).map(([, skip]) => skip);
}
