import type { Finding, Fix, Skip, Span, Suppressed } from '../core/flow.ts';
import { listUrl } from '../docs/book.ts';
import { byPlace, compareText, worstFirst } from '../docs/order.ts';
import { digits } from '../docs/words.ts';
import type { OutputInput } from './input.ts';
import { jsonText } from './json-text.ts';
import { SARIF_LEVELS, sarifRules, type SarifLevel } from './sarif-rules.ts';
import { sarifText, sarifUri } from './sarif-text.ts';

/** GitHub refuses a run with more results. */
const MOST_RESULTS = 25_000;

/** Name for the root of the repository, which only the reader knows; GitHub expects it so. */
const ROOT = '%SRCROOT%';

/** What stands in a result; more findings than GitHub takes leave the least out, and say so. */
interface Reported {
  readonly finding: Finding;
  readonly suppressed?: Suppressed;
}

/** The report as SARIF 2.1.0, ends in a line break. Suppressed findings are results too, marked as such. */
export function renderSarif(input: OutputInput): string {
  const { report, version } = input;
  const rules = sarifRules(input);
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  const all: readonly Reported[] = [
    ...report.findings.toSorted(worstFirst).map((finding) => ({ finding })),
    ...report.suppressed
      .toSorted((a, b) => worstFirst(a.finding, b.finding))
      .map((each) => ({ finding: each.finding, suppressed: each })),
  ];
  const kept = all.slice(0, MOST_RESULTS).toSorted((a, b) => byPlace(a.finding, b.finding));
  const marked = kept.some(({ suppressed }) => suppressed);
  const notifications = [
    ...report.skips.toSorted(bySkip).map((skip) => skipped(skip, ruleIndex)),
    ...leftOut(all.length - kept.length),
  ];
  const run = {
    tool: {
      driver: {
        name: 'Chapter & Verse',
        version,
        semanticVersion: version,
        informationUri: encodeURI(listUrl(input.docsUrl)),
        rules,
      },
    },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
    originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository.' } } },
    columnKind: 'utf16CodeUnits',
    results: kept.map((reported) => toResult(reported, { ruleIndex, marked })),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return jsonText(log);
}

interface ResultContext {
  readonly ruleIndex: ReadonlyMap<string, number>;
  /** Some result is suppressed; then all must say whether they are. */
  readonly marked: boolean;
}

function toResult({ finding, suppressed }: Reported, { ruleIndex, marked }: ResultContext) {
  const { check, code, severity, path, span, message, fix, fingerprint } = finding;
  const index = ruleIndex.get(check);
  return {
    ruleId: check,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: SARIF_LEVELS[severity],
    message: sarifText(message.trim() === '' ? check : message),
    locations: [location(path, region(span))],
    partialFingerprints: { 'chapterAndVerse/v1': fingerprint },
    ...(fix && fix.edits.length > 0 ? { fixes: [toFix(path, fix)] } : {}),
    ...(marked ? { suppressions: suppressed ? [suppression(suppressed)] : [] } : {}),
    ...(code === undefined ? {} : { properties: { code } }),
  };
}

function suppression({ finding, reason, line }: Suppressed) {
  return { kind: 'inSource', justification: reason, location: location(finding.path, { startLine: line }) };
}

function location(path: string, where: { readonly startLine: number }) {
  return { physicalLocation: { artifactLocation: artifact(path), region: where } };
}

function artifact(path: string) {
  return { uri: sarifUri(path), uriBaseId: ROOT };
}

/** SARIF's end column is exclusive, as ours. */
function region({ line, col, endLine, endCol }: Span) {
  return { startLine: line, startColumn: col, endLine, endColumn: endCol };
}

function toFix(path: string, fix: Fix) {
  const replacements = fix.edits.map(({ span, text }) => ({ deletedRegion: region(span), insertedContent: { text } }));
  return { description: sarifText(fix.title), artifactChanges: [{ artifactLocation: artifact(path), replacements }] };
}

interface Notification {
  readonly level: SarifLevel;
  readonly message: { readonly text: string };
  readonly associatedRule?: { readonly id: string; readonly index: number };
  readonly locations?: readonly object[];
}

function skipped({ what, path, why }: Skip, ruleIndex: ReadonlyMap<string, number>): Notification {
  const index = ruleIndex.get(what);
  return {
    level: 'note',
    message: sarifText(what === 'file' ? `Not inspected: ${why}` : `Not inspected (${what}): ${why}`),
    ...(index === undefined ? {} : { associatedRule: { id: what, index } }),
    ...(path === undefined ? {} : { locations: [{ physicalLocation: { artifactLocation: artifact(path) } }] }),
  };
}

function leftOut(number: number): readonly Notification[] {
  if (number === 0) return [];
  return [
    {
      level: 'warning',
      message: { text: `${digits(number)} more findings are left out: a run has ${digits(MOST_RESULTS)} at most.` },
    },
  ];
}

function bySkip(a: Skip, b: Skip): number {
  return compareText(a.path ?? '', b.path ?? '') || compareText(a.what, b.what) || compareText(a.why, b.why);
}
