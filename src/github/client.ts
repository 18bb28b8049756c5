import { z } from 'zod';
import { classifyError } from './classify.ts';
import { GitHubTrouble, Gone } from './trouble.ts';

/** As much of an Octokit as this room uses; `ProbotOctokit` and `Octokit` of `@octokit/rest` fit. */
export interface GitHubClient {
  request(route: string, parameters?: Record<string, unknown>): Promise<{ readonly data: unknown }>;
  graphql(query: string, variables?: Record<string, unknown>): Promise<unknown>;
}

/** Octokit's retry plugin repeats after every 5xx, whether or not GitHub did the work. */
const ONCE = { request: { retries: 0 } } as const;

export interface Call<T extends z.ZodType> {
  /** `GET /repos/{owner}/{repo}/pulls/{number}` */
  readonly route: string;
  /** Named one by one: Octokit takes `url`, `headers`, `baseUrl` and the like in the same object. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What the answer must look like before it is believed: a body cut short on its way comes as a string with status 200. */
  readonly answer: T;
  /** Once only: repeating it after a failure could do it twice. */
  readonly once?: boolean;
}

/** @throws GitHubTrouble, PermissionMissing, Gone, Refused */
export async function ask<T extends z.ZodType>(client: GitHubClient, call: Call<T>): Promise<z.infer<T>> {
  const response = await client
    .request(call.route, { ...call.parameters, ...(call.once ? ONCE : {}) })
    .catch((error: unknown) => {
      throw classifyError(error, call.route);
    });
  return believe(response.data, call.answer, call.route);
}

export interface Query<T extends z.ZodType> {
  /** What is asked for, for messages. */
  readonly what: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly answer: T;
  /** Once only: the caller has a better answer to a failure than the same again. */
  readonly once?: boolean;
  /** Fields of the query that may be missing for us: not there, or forbidden. They come as null. */
  readonly optional?: readonly string[];
}

/** As `ask`, by GraphQL. */
export async function askGraphql<T extends z.ZodType>(client: GitHubClient, call: Query<T>): Promise<z.infer<T>> {
  const what = `GraphQL ${call.what}`;
  const data = await client
    .graphql(call.query, { ...call.variables, ...(call.once ? ONCE : {}) })
    .catch((error: unknown) => {
      const partial = call.optional && dataWithout(error, call.optional);
      if (partial !== undefined) return partial;
      const trouble = classifyError(error, what);
      // What a query asks for is missing only where the answer says so; without the address itself, something stands in between.
      throw trouble instanceof Gone && isHttpError(error) ? new GitHubTrouble('server', trouble.message) : trouble;
    });
  return believe(data, call.answer, what);
}

function isHttpError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error;
}

const partialShape = z.object({
  data: z.record(z.string(), z.unknown()),
  errors: z.array(
    z.object({ type: z.enum(['NOT_FOUND', 'FORBIDDEN']), path: z.array(z.union([z.string(), z.number()])) }),
  ),
});

/** The rest of an answer of which only optional fields are refused. Any other error spoils all of it. */
function dataWithout(error: unknown, optional: readonly string[]): unknown {
  const { data, success } = partialShape.safeParse(error);
  return success && data.errors.every(({ path: [field] }) => optional.some((name) => name === field))
    ? data.data
    : undefined;
}

function believe<T extends z.ZodType>(data: unknown, answer: T, what: string): z.infer<T> {
  const parsed = answer.safeParse(data);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new GitHubTrouble(
    'shape',
    `${what}: the answer is cut short or unlike what GitHub documents${where === '' ? '' : ` (at ${where})`}`,
  );
}
