import { z } from 'zod';
import type { GroupJob, Job, RerunJob, ReviewJob } from '../core/job.ts';

const repository = z.object({ owner: z.string().min(1), repo: z.string().min(1) });

const common = z.object({
  v: z.literal(1),
  installation: z.int(),
  delivery: z.string(),
  request: z.string().exactOptional(),
  announced: z.literal(true).exactOptional(),
});

const review = common.extend({
  // The first versions knew no other kind, and did not name it.
  kind: z.literal('pull').default('pull'),
  pull: repository.extend({ number: z.int().positive() }),
  head: z.string(),
  stale: z.array(z.string()).exactOptional(),
  closed: z.literal(true).exactOptional(),
}) satisfies z.ZodType<ReviewJob>;

const group = common.extend({
  kind: z.literal('group'),
  repository,
  head: z.string().min(1),
  base: z.string().min(1),
  number: z.int().positive().exactOptional(),
}) satisfies z.ZodType<GroupJob>;

const rerun = common.extend({
  kind: z.literal('rerun'),
  repository,
  head: z.string().min(1),
  request: z.string(),
}) satisfies z.ZodType<RerunJob>;

/** What the database stores of a job. Strips all other keys, on the way in and on the way out. */
const payload = z.discriminatedUnion('kind', [review, group, rerun]) satisfies z.ZodType<Job>;

/** @throws {z.ZodError} when the job does not have the stored shape. */
export function writeJob(job: Job): Job {
  return payload.parse(job);
}

/** A stored job may come from another version of this program: the problem names the fields, never their values. */
export function readJob(data: unknown): { readonly job: Job } | { readonly problem: string } {
  const read = payload.safeParse(data);
  if (read.success) return { job: read.data };
  return {
    problem: read.error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.code}`).join(', '),
  };
}

/** What never runs twice at the same time: a pull request, a group, a commit. GitHub does not tell names apart by case. */
export function jobKey(job: Job): string {
  const { owner, repo } = job.kind === 'pull' ? job.pull : job.repository;
  const what = job.kind === 'pull' ? `#${job.pull.number}` : job.kind === 'group' ? `@${job.head}` : `~${job.head}`;
  return `${owner}/${repo}${what}`.toLowerCase();
}
