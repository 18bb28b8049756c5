import { z } from 'zod';
import type { PullRef, ReviewJob } from '../core/flow.ts';

/** What the database stores of a job. Strips all other keys, on the way in and on the way out. */
const payload = z.object({
  v: z.literal(1),
  installation: z.int(),
  pull: z.object({ owner: z.string().min(1), repo: z.string().min(1), number: z.int().positive() }),
  head: z.string(),
  delivery: z.string(),
}) satisfies z.ZodType<ReviewJob>;

/** @throws {z.ZodError} when the job does not have the stored shape. */
export function writeJob(job: ReviewJob): ReviewJob {
  return payload.parse(job);
}

/** A stored job may come from another version of this program: the problem names the fields, never their values. */
export function readJob(data: unknown): { readonly job: ReviewJob } | { readonly problem: string } {
  const read = payload.safeParse(data);
  if (read.success) return { job: read.data };
  return {
    problem: read.error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.code}`).join(', '),
  };
}

/** One pull request, one key. GitHub does not tell names apart by case. */
export function pullKey({ owner, repo, number }: PullRef): string {
  return `${owner}/${repo}#${number}`.toLowerCase();
}
