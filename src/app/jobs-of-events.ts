import type { Context, Probot } from 'probot';
import { readGroupRunId, readPullRunId } from '../core/external-id.ts';
import type { GroupJob, Job, ReviewJob } from '../core/job.ts';
import { mayDecide } from '../people/grammar.ts';
import { RERUN } from './sweep-stale.ts';

type Event<Name extends ContextName> = Pick<Context<Name>, 'id' | 'payload'>;
type ContextName = Parameters<Probot['on']>[0] extends infer Names ? Extract<Names, string> : never;

/** What every payload of an App's own webhook has. Elsewhere the installation is missing, and nobody could act on the event. */
interface Origin {
  readonly id: string;
  readonly payload: {
    readonly installation?: { readonly id: number } | undefined;
    readonly repository?: { readonly name: string; readonly owner: { readonly login: string } } | undefined;
  };
}

function sharedOf({ id, payload }: Origin) {
  const { installation, repository } = payload;
  if (!installation || !repository) return undefined;
  const { name, owner } = repository;
  return {
    job: { v: 1, installation: installation.id, delivery: id } as const,
    repository: { owner: owner.login, repo: name },
  };
}

type Pull = Pick<ReviewJob, 'head'> & Partial<Pick<ReviewJob, 'request' | 'closed'>> & { readonly number: number };

function pullJob(origin: Origin, { number, ...rest }: Pull): readonly Job[] {
  const shared = sharedOf(origin);
  return shared ? [{ ...shared.job, kind: 'pull', pull: { ...shared.repository, number }, ...rest }] : [];
}

/** Pushes, and what decides on the mode. Another base branch is another change, although the head is the same. */
export function jobOfPull(context: Event<'pull_request'>): readonly Job[] {
  const { id, payload } = context;
  const { number, head } = payload.pull_request;
  const pull = { number, head: head.sha };
  if (payload.action === 'closed') return pullJob(context, { ...pull, closed: true });
  if (payload.action !== 'edited') return pullJob(context, pull);
  return payload.changes.base ? pullJob(context, { ...pull, request: `base-${id}` }) : [];
}

/** The button beside one of our check runs: its external id names what it is about, for forks too. */
export function jobOfCheckRun(context: Event<'check_run.rerequested'>): readonly Job[] {
  const { id, payload } = context;
  const { external_id: externalId, head_sha: head } = payload.check_run;
  const request = RERUN + id;
  const number = readPullRunId(externalId ?? '')?.number;
  if (number !== undefined) return pullJob(context, { number, head, request });
  const group = readGroupRunId(externalId ?? '');
  return group ? groupJob(context, { head, ...group, request }) : rerunJob(context, head);
}

/** The button for all checks of a commit. GitHub names its pull requests, but for those of forks. */
export function jobsOfCheckSuite(context: Event<'check_suite.rerequested'>): readonly Job[] {
  const { id, payload } = context;
  const { head_sha: head, pull_requests: pulls } = payload.check_suite;
  const ours = pulls.filter((pull) => pull.base.repo.id === payload.repository.id && pull.head.sha === head);
  if (ours.length === 0) return rerunJob(context, head);
  return ours.flatMap(({ number }) => pullJob(context, { number, head, request: RERUN + id }));
}

function rerunJob(origin: Origin, head: string): readonly Job[] {
  const shared = sharedOf(origin);
  if (!shared) return [];
  return [{ ...shared.job, kind: 'rerun', repository: shared.repository, head, request: RERUN + origin.id }];
}

export function jobOfGroup(context: Event<'merge_group.checks_requested'>): readonly Job[] {
  const { head_sha: head, base_sha: base, head_ref: ref } = context.payload.merge_group;
  // `refs/heads/gh-readonly-queue/main/pr-7-<SHA>`
  const number = /\/pr-(\d{1,15})-[0-9a-f]{40,64}$/.exec(ref)?.[1];
  return groupJob(context, { head, base, ...(number === undefined ? {} : { number: Number(number) }) });
}

function groupJob(origin: Origin, { head, base, number, request }: Group): readonly Job[] {
  const shared = sharedOf(origin);
  if (!shared) return [];
  const optional = { ...(number === undefined ? {} : { number }), ...(request === undefined ? {} : { request }) };
  return [{ ...shared.job, kind: 'group', repository: shared.repository, head, base, ...optional }];
}

type Group = Pick<GroupJob, 'head' | 'base' | 'number' | 'request'>;

/** A comment in the conversation. It is read again from GitHub, with all others: here it only says that there may be news. */
export function jobOfComment(context: Event<'issue_comment.created'>): readonly Job[] {
  const { issue, comment, sender } = context.payload;
  if (!issue.pull_request || sender.type !== 'User' || !mayDecide(comment.body, 'conversation')) return [];
  return pullJob(context, { number: issue.number, head: '', request: `comment-${comment.id}` });
}

/** A comment in a review thread; what decides is a reply. */
export function jobOfReply(context: Event<'pull_request_review_comment.created'>): readonly Job[] {
  const { comment, pull_request: pull, sender } = context.payload;
  if (comment.in_reply_to_id === undefined || sender.type !== 'User' || !mayDecide(comment.body, 'reply')) return [];
  return pullJob(context, { number: pull.number, head: pull.head.sha, request: `reply-${comment.id}` });
}

/** A thread that a person resolved or opened again: ours begin with a bot's comment, and only they decide anything. */
export function jobOfThread(
  context: Event<'pull_request_review_thread.resolved' | 'pull_request_review_thread.unresolved'>,
): readonly Job[] {
  const { id, payload } = context;
  const { thread, pull_request: pull, sender } = payload;
  if (sender?.type !== 'User' || thread.comments[0]?.user?.type !== 'Bot') return [];
  return pullJob(context, { number: pull.number, head: pull.head.sha, request: `thread-${id}` });
}
