import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, readConfiguration, rootOf } from './config.ts';
import type { Job } from './config.ts';
import { nextBaseline, readBaseline, writeBaseline } from '../config/baseline.ts';
import { settingsFor } from '../config/settings.ts';
import { BASELINE_PATH } from '../core/baseline.ts';
import { decode } from '../core/decode.ts';
import type { Decoded } from '../core/decode.ts';
import type { Baseline } from '../core/flow.ts';
import { captureFolder } from '../git/capture-folder.ts';
import { readFileAt, readWorkFile } from '../git/read-file-at.ts';
import { resolveRange } from '../git/resolve-range.ts';
import { createPool } from '../review/pool.ts';
import { review } from '../review/review.ts';
import { captureRequest } from '../review/selection.ts';
import { loadCatalogue } from '../sdk/load.ts';

/**
 * The repository's baseline, read where the configuration is read too; empty where there is none.
 * @throws ConfigError
 */
export async function findBaseline(command: Extract<Job, { readonly name: 'review' | 'check' }>): Promise<Baseline> {
  const file =
    command.name === 'review'
      ? await readFileAt(command.repo, (await resolveRange(command)).tip, BASELINE_PATH)
      : await readWorkFile(await rootOf(command.paths[0] ?? '.'), BASELINE_PATH);
  return file ? parseBaseline(BASELINE_PATH, file) : [];
}

/**
 * Freezes what the working tree has, or takes out what was mended.
 * @returns a sentence on what became of the file.
 * @throws ConfigError
 */
export async function freezeFindings(command: Extract<Job, { readonly name: 'baseline' }>): Promise<string> {
  const catalogue = await loadCatalogue();
  const { config } = await readConfiguration(command, catalogue);
  const settings = settingsFor(
    config,
    catalogue.checks.map(({ info }) => info),
  );
  const path = command.output ?? join(await rootOf(command.repo), BASELINE_PATH);
  const isThere = await stat(path).catch(() => undefined);
  const former = isThere && parseBaseline(path, decode(await readFile(path), path));
  const snapshot = await captureFolder({ paths: [command.repo] }, captureRequest(catalogue, settings));
  const analyser = createPool();
  try {
    const report = await review({ snapshot, catalogue, settings, failOn: 'never', analyser, baseline: former ?? [] });
    const { baseline, words } = nextBaseline({ former, report, add: command.add });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, writeBaseline(baseline));
    return `${path}: ${words}`;
  } finally {
    await analyser.close();
  }
}

function parseBaseline(path: string, file: Decoded): Baseline {
  const read = 'why' in file ? fail(`${path}:1:1: the file ${file.why}`) : readBaseline(file.text);
  return 'baseline' in read ? read.baseline : fail(`${path}:${read.span.line}:${read.span.col}: ${read.problem}`);
}
