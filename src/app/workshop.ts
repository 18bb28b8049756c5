import type { ChapterInfo, CheckInfo } from '../core/check-info.ts';
import type { CheckId, PullRef } from '../core/flow.ts';
import type { Job } from '../core/job.ts';
import type { Known } from '../config/config.ts';
import type { CaptureMemory } from '../github/capture-github.ts';
import type { GitHubClient } from '../github/client.ts';
import type { Own } from '../github/read-posted.ts';
import { readMarker, readMarkers } from '../publish/marker.ts';
import type { JobContext, QueueLog, ReviewQueue } from '../queue/review-queue.ts';
import type { Analyser } from '../review/task.ts';
import type { Catalogue } from '../sdk/load.ts';

/** What every job needs and none of them owns. */
export interface Workshop {
  /** How check runs are looked for and made: never by two for the same pull request at a time. */
  readonly alone: ReviewQueue['alone'];
  /** A client with the rights of one installation. */
  clientFor(installation: number): Promise<GitHubClient>;
  /** Our App's slug on this GitHub; its comments are signed `<slug>[bot]`. */
  appSlug(): Promise<string>;
  readonly catalogue: Catalogue;
  readonly analyser: Analyser;
  /** Secret that signs our comments' markers. */
  readonly key: string;
  /** Where the checks' pages are. */
  readonly docsUrl: string;
  readonly log: QueueLog;
  /** What earlier reviews read of repositories. */
  readonly memory?: CaptureMemory;
}

/** As much of an attempt as the work itself looks at. */
export type Attempt = Pick<JobContext, 'signal' | 'newer'>;

export const CHECK_NAME = 'Chapter & Verse';

export interface Book {
  readonly checks: ReadonlyMap<CheckId, CheckInfo>;
  readonly chapters: ReadonlyMap<number, ChapterInfo>;
  readonly docsUrl: string;
}

export function bookOf({ catalogue, docsUrl }: Workshop): Book {
  return {
    checks: new Map(catalogue.checks.map(({ info }) => [info.id, info])),
    chapters: new Map(catalogue.chapters.map((chapter) => [chapter.number, chapter])),
    docsUrl,
  };
}

export function knownOf({ catalogue }: Workshop): Known {
  return { checks: catalogue.checks.map(({ info }) => info), chapters: catalogue.chapters };
}

/** How our own words on a pull request are told from anybody else's. */
export async function ownOf(workshop: Workshop, pull: PullRef): Promise<Own> {
  const { key } = workshop;
  return {
    appSlug: await workshop.appSlug(),
    verify: (body, kind) => (kind === 'review' ? readMarkers(body, key, pull) : readMarker(body, key, pull)),
  };
}

/** What every line of the log says of a job. */
export function about(job: Job): { readonly delivery: string; readonly pull?: string; readonly commit?: string } {
  const { delivery } = job;
  if (job.kind === 'pull') return { delivery, pull: `${job.pull.owner}/${job.pull.repo}#${job.pull.number}` };
  return { delivery, commit: `${job.repository.owner}/${job.repository.repo}@${job.head}` };
}

/**
 * What `work` gives, unless the signal is aborted first: then what it still does counts for nothing. Only for work that writes nothing.
 * @throws the signal's reason.
 */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const stop = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => {});
  }
}
