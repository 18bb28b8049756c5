#!/usr/bin/env node
import { writeFile } from 'node:fs/promises';
import { compileOnce } from './app/bound-memory.ts';
import { findBaseline, freezeFindings } from './cli/baseline.ts';
import { ConfigError, readConfiguration } from './cli/config.ts';
import type { Job } from './cli/config.ts';
import { readCommand, USAGE, UsageError } from './cli/options.ts';
import type { Format } from './cli/options.ts';
import { effectiveAt, effectiveOf, toYaml } from './config/effective-config.ts';
import { settingsFor } from './config/settings.ts';
import type { Report, Snapshot } from './core/flow.ts';
import type { Book } from './docs/book.ts';
import { captureFolder } from './git/capture-folder.ts';
import { captureRange } from './git/capture-range.ts';
import { GitError } from './git/run-git.ts';
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

compileOnce();
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const command = readCommand(args);
    if (command.name === 'help' || command.name === 'version') {
      process.stdout.write(command.name === 'help' ? USAGE : `${VERSION}\n`);
      return 0;
    }
    if (command.name === 'config') return await printConfiguration(command);
    return await (command.name === 'baseline' ? freeze(command) : runReview(command));
  } catch (error) {
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
    else if (error instanceof UsageError || error instanceof GitError)
      process.stderr.write(`chapter-and-verse: ${error.message}\n`);
    else throw error;
    return 2;
  }
}

async function runReview(command: Extract<Job, { readonly name: 'review' | 'check' }>): Promise<number> {
  const catalogue = await loadCatalogue();
  const { config } = await readConfiguration(command, catalogue);
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
    await deliver(text, command.output);
    return report.conclusion === 'failure' ? 1 : 0;
  } finally {
    await analyser.close();
  }
}

async function freeze(command: Extract<Job, { readonly name: 'baseline' }>): Promise<number> {
  await write(`${await freezeFindings(command)}\n`);
  return 0;
}

async function printConfiguration(command: Extract<Job, { readonly name: 'config' }>): Promise<number> {
  const catalogue = await loadCatalogue();
  const { config, from } = await readConfiguration(command, catalogue);
  const checks = catalogue.checks.map(({ info }) => info);
  const { path, format, output } = command;
  const data = path === undefined ? effectiveOf(config, checks) : effectiveAt(config, checks, path);
  const source = from === undefined ? 'There is no configuration file: these are the defaults.' : `From ${from}.`;
  await deliver(format === 'json' ? renderData(data) : `# ${oneLine(source)}\n${toYaml(data)}`, output);
  return 0;
}

function renderData(data: object): string {
  return `${JSON.stringify(data, undefined, 2)}\n`;
}

/** A name of a file may hold what would end the comment that it stands in. */
function oneLine(text: string): string {
  return text.replace(/[^\P{C}]|[\u2028\u2029]/gu, '?');
}

async function deliver(text: string, output: string | undefined): Promise<void> {
  if (output === undefined) await write(text);
  else await writeFile(output, text);
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
