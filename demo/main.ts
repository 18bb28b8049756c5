/** `npm run demo`: a whole review of a pull request, without an account and without the network. */
import { inspect, parseArgs } from 'node:util';
import { renderReview } from './print/review.ts';
import { readDemoPull } from './pull.ts';
import { startDemo } from './start.ts';
import type { Demo } from './start.ts';

const USAGE = `npm run demo -- [--once] [--port PORT]

  --once       stop when the review is done, instead of waiting for Ctrl-C
  --port PORT  port of the demo's GitHub on 127.0.0.1 (any free one)
`;

/** Milliseconds after which nobody waits for the review any more. */
const PATIENCE = 120_000;
/** Cells of a line where standard output is no terminal. */
const WIDTH = 100;

interface Options {
  readonly once: boolean;
  readonly port: number;
}

const status = await main(process.argv.slice(2));
// Not by running out of work: a start that failed half way may have left something that runs.
process.stdout.write('', () => process.exit(status));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(options);
    return options === USAGE ? 0 : 2;
  }
  const interrupt = waitForInterrupt();
  const started = performance.now();
  const what = await readDemoPull();
  let demo: Demo | undefined;
  try {
    demo = await startDemo({ what, port: options.port, say, logLevel: process.env['LOG_LEVEL'] ?? 'fatal' });
    const code = await Promise.race([show(demo, { started, hidden: what.credentials }), interrupt, loseHeart()]);
    if (code !== 0 || options.once) return code;
    say('Press Ctrl-C to stop');
    await interrupt;
    return 0;
  } catch (error) {
    // What the machine refused, a port that is taken for one, is said in a line; what is our own fault keeps its stack.
    const isKnown = error instanceof Error && ('code' in error || error.name === 'QueueError');
    process.stderr.write(`The demo has failed: ${isKnown ? error.message : inspect(error)}\n`);
    return 1;
  } finally {
    await demo?.close();
  }
}

/** Text instead of options is for the person who typed them. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean' },
        port: { type: 'string', default: '0' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return USAGE;
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) return `--port ${values.port}: a port is a number up to 65535\n`;
    return { once: values.once ?? false, port };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`;
  }
}

/** Opens the pull request and prints what came of it. Resolves with the exit code. */
async function show(demo: Demo, { started, hidden }: { started: number; hidden: readonly string[] }): Promise<number> {
  const opening = performance.now();
  const opened = await demo.openPull();
  const took = performance.now() - opening;
  const { pull, runs } = demo.look(opened);
  const [run] = runs;
  if (run?.status !== 'completed' || pull.reviews.length === 0) {
    say(
      `There is no review: the check run is ${run?.status ?? 'missing'}${run?.title ? ` (“${run.title}”)` : ''}. LOG_LEVEL=info says more`,
    );
    return 1;
  }
  const comments = pull.threads.flatMap((thread) => thread.comments);
  const lines = await demo.readLines(opened, [
    ...comments.map(({ thread }) => thread.path),
    ...run.annotations.map(({ path }) => path),
  ]);
  const paper = {
    width: process.stdout.columns || WIDTH,
    color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  };
  const { requests, roundTrips } = demo.github.traffic();
  process.stdout.write(
    `\n${renderReview({ run, reviews: pull.reviews, comments, lines, hidden }, paper).join('\n')}\n`,
  );
  say(
    `Reviewed in ${seconds(took)}, ${seconds(performance.now() - started)} after the start, with ${requests} requests in ${roundTrips} round trips`,
  );
  say(`The pull request with its comments: ${opened.url}`);
  return 0;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function say(step: string): void {
  process.stdout.write(`${step}\n`);
}

/** Resolves with the exit code of a program that Ctrl-C has stopped. A second Ctrl-C does not wait for the cleaning up. */
function waitForInterrupt(): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(130));
  });
}

function loseHeart(): Promise<number> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      say(`There was no review within ${PATIENCE / 60_000} minutes. LOG_LEVEL=info says more`);
      resolve(1);
    }, PATIENCE);
    timer.unref();
  });
}
