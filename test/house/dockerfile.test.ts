import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { snapshotOf } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';
import { listOurs, readOurs } from './project.ts';

const OURS = ['Dockerfile', '.dockerignore', 'compose.yaml', 'app.yml'];
const catalogue = await loadCatalogue();

async function findingsIn(change: (text: string) => string = (text) => text): Promise<readonly string[]> {
  const texts = await Promise.all(
    OURS.map(
      async (path) => [path, path === 'Dockerfile' ? change(await readOurs(path)) : await readOurs(path)] as const,
    ),
  );
  const snapshot = snapshotOf({ before: {}, after: Object.fromEntries(texts), about: {} });
  const report = await review({
    snapshot: { ...snapshot, tree: new Set([...(await listOurs()), 'package-lock.json']) },
    catalogue,
    settings: settingsWith(catalogue),
    failOn: 'never',
    analyser: createInThreadAnalyser(catalogue),
  });
  return report.findings
    .filter(({ path }) => OURS.includes(path))
    .map(({ check, path, span, message }) => `${path}:${span.line} ${check} ${message}`);
}

test('our image keeps every rule that we hold others to', async () => {
  assert.deepEqual(await findingsIn(), []);
});

test('our image would be found out if it ran as root', async () => {
  const found = await findingsIn((text) => text.replace(/^USER .*\n/m, ''));
  assert.ok(
    found.some((line) => line.includes('ch14/docker-root-user')),
    found.join('\n') || 'nothing was found',
  );
});

test('all that the image copies is let through to its build', async () => {
  const passed = (await readOurs('.dockerignore'))
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  const copied = [...(await readOurs('Dockerfile')).matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) =>
    (sources ?? '').split(' '),
  );
  assert.deepEqual([...new Set(copied)].sort(), passed.sort());
});
