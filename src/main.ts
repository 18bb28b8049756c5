/** `npm start`: the App as a server, or Probot's set-up page where there are no credentials yet. */
import { existsSync } from 'node:fs';
import { run } from 'probot';
import { EnvironmentError, readEnvironment } from './app/environment.ts';
import type { Environment } from './app/environment.ts';
import { startServer } from './app/server.ts';

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  const environment = readEnvironment(process.env);
  if (environment.credentials) await serve({ ...environment, credentials: environment.credentials });
  else await offerSetup(environment);
} catch (error) {
  // What was meant for the person who starts us is one line; what was not keeps its stack.
  const isKnown = error instanceof EnvironmentError || (error instanceof Error && error.name === 'QueueError');
  console.error(isKnown ? `chapter-and-verse: ${error.message}` : error);
  process.exitCode = 1;
}

async function serve(environment: Environment & Required<Pick<Environment, 'credentials'>>): Promise<void> {
  const server = await startServer({ environment, env: process.env });
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= server.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** The page that creates the App on GitHub from app.yml and writes its credentials to `.env`. */
async function offerSetup({ webhookPath }: Environment): Promise<void> {
  // Probot would download a relay for webhooks and open a channel on a public service.
  process.env['NO_SMEE_SETUP'] = 'true';
  const server = await run(() => {});
  const base = process.env['PUBLIC_URL'] ?? `http://${server.host}:${server.port}`;
  // Where the page's manifest takes the webhook's address from; Probot's own guess lacks the path.
  process.env['WEBHOOK_PROXY_URL'] ??= `${base}${webhookPath}`;
  console.error(`chapter-and-verse: no APP_ID yet. Open ${base}/probot to create the App`);
}
