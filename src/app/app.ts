import type { Context, Probot } from 'probot';
import type { Job } from '../core/job.ts';
import {
  jobOfCheckRun,
  jobOfComment,
  jobOfGroup,
  jobOfPull,
  jobOfReply,
  jobOfThread,
  jobsOfCheckSuite,
} from './jobs-of-events.ts';

/** What the webhook needs of the queue. */
export interface Intake {
  /** Resolves once the job would survive a crash. */
  enqueue(job: Job): Promise<unknown>;
}

/** Events about which the App does something, each with its actions. */
const PULL_EVENTS = [
  'pull_request.opened',
  'pull_request.synchronize',
  'pull_request.reopened',
  'pull_request.ready_for_review',
  'pull_request.converted_to_draft',
  'pull_request.edited',
  'pull_request.labeled',
  'pull_request.unlabeled',
  'pull_request.closed',
] as const;

/**
 * Event → job. The answer to GitHub waits for the queue and for nothing else: a job that could not be stored is a 5xx, which
 * GitHub shows as a failed delivery and can send again.
 */
export function createApp(intake: Intake): (app: Probot) => void {
  const store = async (
    { id, name, log }: Pick<Context, 'id' | 'name' | 'log'>,
    jobs: readonly Job[],
  ): Promise<void> => {
    for (const job of jobs) await intake.enqueue(job);
    if (jobs.length > 0) log.info({ delivery: id, event: name, jobs: jobs.length }, 'review queued');
  };
  return (app) => {
    app.on([...PULL_EVENTS], (context) => store(context, jobOfPull(context)));
    app.on('check_run.rerequested', (context) => store(context, jobOfCheckRun(context)));
    app.on('check_suite.rerequested', (context) => store(context, jobsOfCheckSuite(context)));
    app.on('merge_group.checks_requested', (context) => store(context, jobOfGroup(context)));
    app.on('issue_comment.created', (context) => store(context, jobOfComment(context)));
    app.on('pull_request_review_comment.created', (context) => store(context, jobOfReply(context)));
    app.on(['pull_request_review_thread.resolved', 'pull_request_review_thread.unresolved'], (context) =>
      store(context, jobOfThread(context)),
    );
  };
}
