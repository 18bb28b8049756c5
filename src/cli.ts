#!/usr/bin/env node
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readCommand, USAGE, UsageError } from './cli-options.ts';
import type { BaselineCommand, Command, Format } from './cli-options.ts';
import { nextBaseline, readBaseline, writeBaseline } from './config/baseline.ts';
import { CONFIG_PATH, defaultConfig } from './config/config.ts';
import type { Config } from './config/config.ts';
import { readExtended } from './config/extend.ts';
import type { ReadPlace } from './config/extend.ts';
import { printProblem } from './config/read.ts';
import { settingsFor } from './config/settings.ts';
import { BASELINE_PATH } from './core/baseline.ts';
import { decode } from './core/decode.ts';
import type { Decoded } from './core/decode.ts';
import type { Baseline, Report, Snapshot } from './core/flow.ts';
import type { Book } from './docs/book.ts';
import { captureFolder } from './git/capture-folder.ts';
import { captureRange } from './git/capture-range.ts';
import { readFileAt, readWorkFile } from './git/read-file-at.ts';
import { resolveRange } from './git/resolve-range.ts';
import { GitError, runGit } from './git/run-git.ts';
import { renderGithub } from './output/github.ts';
import { renderJson } from './output/json.ts';
import { renderSarif } from './output/sarif.ts';
import { renderText } from './output/text.ts';
import { createPool } from './review/pool.ts';
import { review } from './review/review.ts';
import { captureRequest } from './review/selection.ts';
import { loadCatalogue } from './sdk/load.ts';
import type { Catalogue } from './sdk/load.ts';
import { DOCS_URL, VERSION } from './version.ts';

/** A configuration that cannot be used; the message has its problems, one a line. */
class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Work = Extract<Command, { readonly name: 'review' | 'check' }>;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const command = readCommand(args);
    if (command.name === 'help' || command.name === 'version') {
      process.stdout.write(command.name === 'help' ? USAGE : `${VERSION}\n`);
      return 0;
    }
    return command.name === 'baseline' ? await runBaseline(command) : await runReview(command);
  } catch (error) {
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
    else if (error instanceof UsageError || error instanceof GitError)
      process.stderr.write(`chapter-and-verse: ${error.message}\n`);
    else throw error;
    return 2;
  }
}

async function runReview(command: Work): Promise<number> {
  const catalogue = await loadCatalogue();
  const config = await readConfiguration(command, catalogue);
  const settings = settingsFor(
    config,
    catalogue.checks.map(({ info }) => info),
  );
  const request = captureRequest(catalogue, settings);
  showProgress('reading');
  const snapshot =
    command.name === 'review' ? await captureRange(command, request) : await captureFolder(command, request);
  showProgress(`checking ${snapshot.files.length} files`);
  const analyser = createPool();
  try {
    const baseline = await findBaseline(command);
    const report = await review({ snapshot, catalogue, settings, failOn: config.failOn, analyser, baseline });
    showProgress('');
    const text = render(report, {
      format: command.format,
      snapshot,
      catalogue,
      color: command.output === undefined && process.stdout.isTTY,
    });
    if (command.output === undefined) await write(text);
    else await writeFile(command.output, text);
    return report.conclusion === 'failure' ? 1 : 0;
  } finally {
    await analyser.close();
  }
}

/** Freezes what the working tree has, or takes out what was mended. */
async function runBaseline({ repo, add, output, ...common }: BaselineCommand): Promise<number> {
  const catalogue = await loadCatalogue();
  const work: Work = { ...common, name: 'check', paths: [repo], format: 'text' };
  const config = await readConfiguration(work, catalogue);
  const settings = settingsFor(
    config,
    catalogue.checks.map(({ info }) => info),
  );
  const path = output ?? join(await rootOf(repo), BASELINE_PATH);
  const former = await stat(path).then(
    async () => parseBaseline(path, decode(await readFile(path), path)),
    () => undefined,
  );
  const snapshot = await captureFolder(work, captureRequest(catalogue, settings));
  const analyser = createPool();
  try {
    const report = await review({ snapshot, catalogue, settings, failOn: 'never', analyser, baseline: former ?? [] });
    const next = nextBaseline({ former, report, add });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, writeBaseline(next.baseline));
    await write(`${path}: ${next.words}\n`);
    return 0;
  } finally {
    await analyser.close();
  }
}

/** The repository's baseline, where the configuration is read too. */
async function findBaseline(command: Work): Promise<Baseline> {
  const file =
    command.name === 'review'
      ? await readFileAt(command.repo, (await resolveRange(command)).tip, BASELINE_PATH)
      : await readWorkFile(await rootOf(command.paths[0] ?? '.'), BASELINE_PATH);
  return file ? parseBaseline(BASELINE_PATH, file) : [];
}

function parseBaseline(path: string, file: Decoded): Baseline {
  const read = 'why' in file ? fail(`${path}:1:1: the file ${file.why}`) : readBaseline(file.text);
  return 'baseline' in read ? read.baseline : fail(`${path}:${read.span.line}:${read.span.col}: ${read.problem}`);
}

interface Rendering {
  readonly format: Format;
  readonly snapshot: Snapshot;
  readonly catalogue: Catalogue;
  readonly color: boolean;
}

function render(report: Report, { format, snapshot, catalogue, color }: Rendering): string {
  const book: Book = {
    checks: new Map(catalogue.checks.map(({ info }) => [info.id, info])),
    chapters: new Map(catalogue.chapters.map((chapter) => [chapter.number, chapter])),
    docsUrl: DOCS_URL,
  };
  const input = { ...book, report, version: VERSION };
  if (format === 'json') return renderJson(input);
  if (format === 'sarif') return renderSarif(input);
  if (format === 'github') return renderGithub(input);
  const found = new Set(report.findings.map(({ path }) => path));
  const lines = new Map(
    snapshot.files.flatMap(({ path, text }) =>
      text !== undefined && found.has(path) ? [[path, text.split(/\r\n|\n|\r/)]] : [],
    ),
  );
  return renderText({ ...input, lines, color });
}

/**
 * The file that was named; else the repository's, for a range as it is at the tip of the base, where the App reads it too.
 * @throws ConfigError
 */
async function readConfiguration(command: Work, catalogue: Catalogue): Promise<Config> {
  const { path, file, read } = await findConfiguration(command);
  const text = file && ('why' in file ? fail(`${path}:1:1: the file ${file.why}`) : file.text);
  const known = { checks: catalogue.checks.map(({ info }) => info), chapters: catalogue.chapters };
  const { config, problems } =
    text === undefined
      ? { config: defaultConfig(), problems: [] }
      : await readExtended({ place: { repo: undefined, path }, text }, known, read);
  if (!config) return fail(problems.map(printProblem).join('\n'));
  return command.preset === undefined ? config : { ...config, preset: command.preset };
}

function fail(message: string): never {
  throw new ConfigError(message);
}

interface FoundFile {
  readonly path: string;
  readonly file: Decoded | undefined;
  /** Reads what the file extends. Other repositories are on GitHub, where this command does not go. */
  readonly read: ReadPlace;
}

async function findConfiguration(command: Work): Promise<FoundFile> {
  const elsewhere = { why: 'is in another repository: write it to a file and name that with --config' };
  if (command.config !== undefined) {
    const path = command.config;
    const from = (name: string): Promise<Decoded> =>
      readFile(name).then(
        (bytes) => decode(bytes, name),
        () => fail(`chapter-and-verse: the configuration ${name} cannot be read`),
      );
    return {
      path,
      file: await from(path),
      read: async (place) => (place.repo === undefined ? from(place.path) : elsewhere),
    };
  }
  if (command.name === 'review') {
    const { tip } = await resolveRange(command);
    const from = (path: string): Promise<Decoded | undefined> => readFileAt(command.repo, tip, path);
    return {
      path: CONFIG_PATH,
      file: await from(CONFIG_PATH),
      read: async ({ repo, path }) => (repo === undefined ? from(path) : elsewhere),
    };
  }
  const root = await rootOf(command.paths[0] ?? '.');
  const from = (path: string): Promise<Decoded | undefined> => readWorkFile(root, path);
  return {
    path: CONFIG_PATH,
    file: await from(CONFIG_PATH),
    read: async ({ repo, path }) => (repo === undefined ? from(path) : elsewhere),
  };
}

/** Top folder of the repository around a path; where there is none, the path itself or the folder it is in. */
async function rootOf(path: string): Promise<string> {
  const full = resolve(path);
  const found = await stat(full).catch(() => undefined);
  const folder = found?.isDirectory() ? full : dirname(full);
  const top = await runGit(folder, ['rev-parse', '--show-toplevel']).catch(() => undefined);
  return top ? top.toString().replace(/\n$/, '') : folder;
}

/** One line on standard error that replaces itself; only where a person is looking. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
}

/** Resolves when standard output has taken all of it, so that a pipe gets a whole report before the exit. */
function write(text: string): Promise<void> {
  return new Promise((done, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : done()));
  });
}
