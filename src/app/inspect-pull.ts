import type { ConfigProblem } from '../core/actions.ts';
import type { CaptureRequest } from '../core/capture.ts';
import type { Decisions } from '../core/decisions.ts';
import type { ChangedFile, Report, Snapshot } from '../core/flow.ts';
import { settingsFor } from '../config/settings.ts';
import { judgeProposed, openBaseline, type Found, type Proposed } from './configuration.ts';
import { captureGitHub, type GitHubCapture } from '../github/capture-github.ts';
import { decide } from '../publish/decide.ts';
import { followRenames } from '../publish/follow-renames.ts';
import type { Case, Ruling } from './pull-case.ts';
import { review } from '../review/review.ts';
import { captureRequest } from '../review/selection.ts';
import { weighProposed } from './weigh-proposed.ts';
import { knownOf } from './workshop.ts';

interface Subject {
  readonly item: Case;
  readonly ruling: Ruling;
  readonly decisions: Decisions;
}

/** What was found in a change. */
export interface Inspection {
  readonly report: Report;
  /** The changed files, with the places where GitHub takes comments. */
  readonly files: readonly ChangedFile[];
  /** About the configuration that the change itself proposes. */
  readonly proposed: Proposed;
}

/** What was read of a change. */
export interface Reading {
  readonly capture: GitHubCapture;
  /** Reads the change again, for other files. */
  recapture(request: CaptureRequest): Promise<Snapshot>;
  readonly proposed: Found | undefined;
}

/** Reads the change; or says why it cannot be judged. */
export async function readChange({
  item,
  ruling,
}: Subject): Promise<Reading | { readonly problems: readonly ConfigProblem[] }> {
  const { workshop, job, client, opening } = item;
  const { pull } = job;
  const known = knownOf(workshop);
  const subject = { pull, state: opening.state, memory: workshop.memory };
  // A configuration that cannot be used must not stand in the way of the change that mends it.
  const request = captureRequest(workshop.catalogue, settingsFor(ruling.config, known.checks));
  const capture = await captureGitHub(client, subject, request);
  const proposed = await judgeProposed(client, { pull, opening, known, snapshot: capture.snapshot });
  if (!ruling.found.config && !proposed?.config) return { problems: ruling.found.problems };
  const recapture = async (again: CaptureRequest) => (await captureGitHub(client, subject, again)).snapshot;
  return { capture, recapture, proposed };
}

/** Reviews what was read, and what the configuration that it proposes would do to that. */
export async function inspect({ item, ruling, decisions }: Subject, reading: Reading): Promise<Inspection> {
  const { catalogue, analyser } = item.workshop;
  const { capture, recapture, proposed } = reading;
  const { snapshot, places } = capture;
  const { config } = ruling;
  const settings = settingsFor(config, knownOf(item.workshop).checks);
  const { baseline, skips } = openBaseline(item.opening.baseline);
  const found = await review({ snapshot, catalogue, settings, failOn: config.failOn, analyser, baseline });
  const { posted } = item.opening;
  const report = followRenames({ ...found, skips: [...skips, ...found.skips] }, posted, snapshot.tree);
  const change =
    proposed?.config &&
    (await weighProposed({
      catalogue,
      analyser,
      held: { config, report, baseline },
      proposed: proposed.config,
      snapshot,
      capture: recapture,
      decide: (each, by) => decide(followRenames(each, posted, snapshot.tree), decisions, by.notDismissible).report,
    }));
  return {
    report,
    files: snapshot.files.map((file) => ({ ...file, hunks: places.get(file.path) ?? file.hunks })),
    proposed: { problems: proposed?.problems ?? [], ...(change ? { change } : {}) },
  };
}
