import { test } from 'node:test';
import type { Finding } from '../../src/core/flow.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import type { LoadedCheck } from '../../src/sdk/load.ts';
import { readSample, snapshotOf } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';

/**
 * What is said of every bad example, where, and what a mend would write: held against the file beside this one, which
 * `npm run generate` writes. Words and mends cannot change unseen.
 */
const catalogue = await loadCatalogue();
const analyser = createInThreadAnalyser(catalogue);

async function saidOf({ info }: LoadedCheck): Promise<readonly string[]> {
  const settings = settingsWith(catalogue, info.kind === 'suppressions' ? undefined : [info.id]);
  const said: string[] = [];
  for (const { bad } of info.examples) {
    const snapshot = snapshotOf(readSample(bad, info));
    const { findings } = await review({ snapshot, catalogue, settings, failOn: 'never', analyser });
    said.push(...findings.filter(({ check }) => check === info.id).map(lineOf));
  }
  return said;
}

function lineOf({ path, span, severity, code = '-', message, fix }: Finding): string {
  const place = `${path}:${span.line}:${span.col}-${span.endLine}:${span.endCol}`;
  const mend = fix ? ` => ${fix.safe ? 'safe' : 'words'}: ${fix.title} ${JSON.stringify(fix.edits)}` : '';
  return `${place} ${severity} ${code} ${message}${mend}`;
}

for (const loaded of catalogue.checks)
  test(`${loaded.info.id} says what it did`, async (t) => {
    t.assert.snapshot(await saidOf(loaded));
  });
