import { z } from 'zod';

/** What the server is told by its environment. Probot's own names where Probot has one. */
export interface Environment {
  /** Absent: the set-up page is offered. */
  readonly credentials?: { readonly appId: number; readonly secret: string };
  readonly host: string;
  readonly port: number;
  readonly webhookPath: string;
  /** Base address of GitHub's REST API, without a slash at the end. */
  readonly apiUrl: string;
  readonly databaseUrl?: string;
  /** Folder of the embedded database; without one it is in memory and ends with the process. */
  readonly dataDir?: string;
  /** Pull requests reviewed at the same time. */
  readonly concurrency: number;
}

/** A setting that is missing or wrong: said in one line, without its value, and the start is refused. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

const text = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value === '' ? undefined : value));

const shape = z.object({
  APP_ID: text,
  PRIVATE_KEY: text,
  PRIVATE_KEY_PATH: text,
  WEBHOOK_SECRET: text,
  HOST: text,
  PORT: z.coerce.number('PORT is not a number').int().min(0).max(65_535, 'PORT is at most 65535').default(3000),
  WEBHOOK_PATH: text,
  GHE_HOST: text,
  GHE_PROTOCOL: z.enum(['http', 'https'], 'GHE_PROTOCOL is http or https').default('https'),
  DATABASE_URL: text,
  DATA_DIR: text,
  REVIEW_CONCURRENCY: z.coerce.number('REVIEW_CONCURRENCY is not a number').int().min(1).max(32).default(2),
});

/** @throws EnvironmentError */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = shape.safeParse(env);
  if (!parsed.success)
    throw new EnvironmentError(
      parsed.error.issues.map(({ message, path }) => `${path.join('.')}: ${message}`).join('; '),
    );
  const { data } = parsed;
  const credentials = readCredentials(data);
  return {
    ...(credentials ? { credentials } : {}),
    host: data.HOST ?? 'localhost',
    port: data.PORT,
    webhookPath: data.WEBHOOK_PATH ?? '/api/github/webhooks',
    apiUrl: data.GHE_HOST ? `${data.GHE_PROTOCOL}://${data.GHE_HOST}/api/v3` : 'https://api.github.com',
    ...(data.DATABASE_URL ? { databaseUrl: data.DATABASE_URL } : {}),
    dataDir: data.DATA_DIR ?? '.data',
    concurrency: data.REVIEW_CONCURRENCY,
  };
}

function readCredentials(data: z.infer<typeof shape>): Environment['credentials'] {
  const key = data.PRIVATE_KEY ?? data.PRIVATE_KEY_PATH;
  if (data.APP_ID === undefined && key === undefined) return undefined;
  if (data.APP_ID === undefined)
    throw new EnvironmentError(
      'a private key is set, but APP_ID is not: set it to the number on the App’s settings page',
    );
  if (!/^\d+$/.test(data.APP_ID))
    throw new EnvironmentError('APP_ID is not a number: it is on the App’s settings page, and is not the client id');
  if (key === undefined) throw new EnvironmentError('APP_ID is set, but neither PRIVATE_KEY nor PRIVATE_KEY_PATH is');
  if (data.WEBHOOK_SECRET === undefined)
    throw new EnvironmentError(
      'WEBHOOK_SECRET is not set: without it anybody could send events. Set the same secret here and in the App’s settings',
    );
  return { appId: Number(data.APP_ID), secret: data.WEBHOOK_SECRET };
}
