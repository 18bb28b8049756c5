import { installationShape, userShape } from './shapes/account.ts';
import { checkRunShape, checkSuiteShape } from './shapes/check.ts';
import { issueShape } from './shapes/issue.ts';
import { pullItem, pullShape } from './shapes/pull.ts';
import { repositoryShape } from './shapes/repository.ts';
import { issueCommentShape, reviewCommentShape } from './shapes/words.ts';
import { webhookNames } from './operations.ts';
import type { Deliveries } from './deliveries.ts';
import type { Descriptions } from './descriptions.ts';
import type { JsonRecord } from './json.ts';
import type {
  Account,
  CheckRun,
  CheckSuite,
  Installation,
  IssueComment,
  Pull,
  Repository,
  ReviewComment,
} from './model.ts';
import type { Violations } from './violations.ts';
import type { World } from './world.ts';

/** Makes events. A promise resolves when the event is on its way, with the payload of that moment; not when it is answered. */
export interface Events {
  readonly pull: (pull: Pull, action: string, more: { sender: Account; fields?: JsonRecord }) => Promise<void>;
  readonly checkRun: (run: CheckRun, action: string, more: { sender: Account; fields?: JsonRecord }) => Promise<void>;
  readonly checkSuite: (suite: CheckSuite, action: string, sender: Account) => Promise<void>;
  readonly issueComment: (comment: IssueComment, action: string) => Promise<void>;
  readonly reviewComment: (comment: ReviewComment, action: string) => Promise<void>;
  /** Any other event; `payload` lacks repository, sender and installation, which are added. */
  readonly send: (repository: Repository, event: string, payload: JsonRecord & { sender: JsonRecord }) => Promise<void>;
  /** An event about the installation itself: sent whatever the App subscribes to. */
  readonly installation: (installation: Installation, action: string) => Promise<void>;
}

/** The resources that the App hears of only if it may read them. */
const gates: Readonly<Record<string, readonly string[]>> = {
  check_run: ['checks'],
  check_suite: ['checks'],
  issue_comment: ['issues', 'pull_requests'],
  merge_group: ['merge_queues'],
  pull_request: ['pull_requests'],
  pull_request_review_comment: ['pull_requests'],
  pull_request_review_thread: ['pull_requests'],
  push: ['contents'],
};

/** Sent to the App that owns the check, subscribed or not. */
const always = new Set([
  'check_run.rerequested',
  'check_run.requested_action',
  'check_suite.requested',
  'check_suite.rerequested',
]);

/** Makes payloads as GitHub does, holds each against GitHub's description, and hands it to the deliveries. */
export function createEvents(
  world: World,
  parts: { deliveries: Deliveries; descriptions: Descriptions; violations: Violations },
): Events {
  function check(event: string, payload: JsonRecord): void {
    const name = [event, ...(typeof payload.action === 'string' ? [payload.action] : [])]
      .join('-')
      .replaceAll('_', '-');
    const known = webhookNames.find((each) => each === name);
    const problems =
      known === undefined
        ? [`${name} is not among the described events.`]
        : parts.descriptions.checkWebhook(known, payload);
    if (problems.length > 0) parts.violations.add({ kind: 'webhook', operation: name, problems });
  }

  function wanted(installation: Installation, event: string, action: string): boolean {
    if (installation.suspended) return false;
    const readable = (gates[event] ?? []).some((name) => installation.permissions[name] !== undefined);
    return readable && (always.has(`${event}.${action}`) || installation.events.includes(event));
  }

  async function send(
    repository: Repository,
    event: string,
    payload: JsonRecord & { sender: JsonRecord },
  ): Promise<void> {
    const installation = world.installations.get(repository.owner.login.toLowerCase());
    const action = typeof payload.action === 'string' ? payload.action : '';
    if (!installation || !repository.installed || !wanted(installation, event, action)) return;
    const whole = {
      ...payload,
      repository: repositoryShape(world, repository),
      installation: { id: installation.id, node_id: `I_${installation.id}` },
    };
    check(event, whole);
    void parts.deliveries.send({ event, payload: whole, installationId: installation.id, repositoryId: repository.id });
  }

  return {
    send,
    async pull(pull, action, { sender, fields }) {
      const body = {
        action,
        number: pull.number,
        pull_request: await pullShape(world, pull),
        ...fields,
        sender: userShape(world, sender),
      };
      await send(pull.repository, 'pull_request', body);
    },
    async checkRun(run, action, { sender, fields }) {
      const suite = await checkSuiteShape(world, run.suite);
      const { repository: _repository, ...plain } = suite;
      const check_run = { ...(await checkRunShape(world, run)), check_suite: plain };
      await send(run.repository, 'check_run', { action, check_run, ...fields, sender: userShape(world, sender) });
    },
    async checkSuite(suite, action, sender) {
      const { repository: _repository, ...plain } = await checkSuiteShape(world, suite);
      await send(suite.repository, 'check_suite', { action, check_suite: plain, sender: userShape(world, sender) });
    },
    async issueComment(comment, action) {
      const { pull, author } = comment;
      const payload = {
        action,
        issue: issueShape(world, pull),
        comment: issueCommentShape(world, comment),
        sender: userShape(world, author),
      };
      await send(pull.repository, 'issue_comment', payload);
    },
    async reviewComment(comment, action) {
      const { pull, author } = comment;
      const payload = {
        action,
        comment: reviewCommentShape(world, comment),
        pull_request: await pullItem(world, pull),
        sender: userShape(world, author),
      };
      await send(pull.repository, 'pull_request_review_comment', payload);
    },
    async installation(installation, action) {
      const payload = {
        action,
        installation: installationShape(world, installation),
        sender: userShape(world, installation.account),
      };
      check('installation', payload);
      void parts.deliveries.send({
        event: 'installation',
        payload,
        installationId: installation.id,
        repositoryId: null,
      });
    },
  };
}
