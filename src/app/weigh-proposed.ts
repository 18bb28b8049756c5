import { planReads } from '../core/assemble.ts';
import type { CaptureRequest } from '../core/capture.ts';
import { compareReports, type ReportChange } from '../core/compare-reports.ts';
import type { Baseline, Report, Snapshot } from '../core/flow.ts';
import type { Config } from '../config/config.ts';
import { settingsFor } from '../config/settings.ts';
import { review } from '../review/review.ts';
import { captureRequest } from '../review/selection.ts';
import type { Analyser } from '../review/task.ts';
import type { Catalogue } from '../sdk/load.ts';

/** A configuration as it holds for a change, and what it found there. */
interface Held {
  readonly config: Config;
  readonly report: Report;
  readonly baseline?: Baseline;
}

export interface Scales {
  readonly catalogue: Catalogue;
  readonly analyser: Analyser;
  /** What the review went by. */
  readonly held: Held;
  readonly proposed: Config;
  /** The change as it was read for that review. */
  readonly snapshot: Snapshot;
  /** Reads the change again, for other files. */
  capture(request: CaptureRequest): Promise<Snapshot>;
  /** What is left of a report after people had their say under a configuration. */
  decide?(report: Report, config: Config): Report;
}

/**
 * What the configuration that a change proposes would do to the change's own review: the same review once more, by that
 * configuration. It costs nothing where that says nothing else of what is found, and no request unless it wants files that were not read.
 */
export async function weighProposed(scales: Scales): Promise<ReportChange> {
  const { catalogue, held, proposed, decide = asItIs } = scales;
  const infos = catalogue.checks.map(({ info }) => info);
  const [now, then] = [settingsFor(held.config, infos), settingsFor(proposed, infos)];
  const before = decide(held.report, held.config);
  if (now.fingerprint() === then.fingerprint()) return compareReports(before, decide(held.report, proposed));
  const request = captureRequest(catalogue, then);
  const isRead = holdsAll(scales.snapshot, captureRequest(catalogue, now), request);
  const snapshot = isRead ? scales.snapshot : await scales.capture(request);
  const { analyser } = scales;
  const { baseline = [] } = held;
  const report = await review({ snapshot, catalogue, settings: then, failOn: proposed.failOn, analyser, baseline });
  return compareReports(before, decide(report, proposed));
}

function asItIs(report: Report): Report {
  return report;
}

/** Whether what was read for one request is all that another one asks for. */
function holdsAll(snapshot: Snapshot, read: CaptureRequest, wanted: CaptureRequest): boolean {
  const had = planReads(snapshot, read);
  const would = planReads(snapshot, wanted);
  const [base, head] = [new Set(had.base), new Set(had.head)];
  return would.base.every((path) => base.has(path)) && would.head.every((path) => head.has(path));
}
