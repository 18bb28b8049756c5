import type { ApplicationFunction } from 'probot';
import type { ReviewJob } from './core/flow.ts';

/** What the webhook needs of the queue. */
export interface Intake {
  /** Resolves once the job would survive a crash. */
  enqueue(job: ReviewJob): Promise<unknown>;
}

/**
 * Event → job. The answer to GitHub waits for the queue and for nothing else: a job that could not be stored is a 5xx, which
 * GitHub shows as a failed delivery and can send again.
 */
export function createApp(intake: Intake): ApplicationFunction {
  return (app) => {
    app.on(
      ['pull_request.opened', 'pull_request.synchronize', 'pull_request.reopened', 'pull_request.ready_for_review'],
      async ({ id, payload, log }) => {
        const { installation, pull_request: pull, repository } = payload;
        if (!installation) {
          log.warn({ delivery: id }, 'event without an installation: the webhook is not the App’s own');
          return;
        }
        await intake.enqueue({
          v: 1,
          installation: installation.id,
          pull: { owner: repository.owner.login, repo: repository.name, number: pull.number },
          head: pull.head.sha,
          delivery: id,
        });
        log.info(
          { delivery: id, pull: `${repository.full_name}#${pull.number}`, head: pull.head.sha },
          'review queued',
        );
      },
    );
  };
}
