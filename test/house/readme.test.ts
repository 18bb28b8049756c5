import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { USAGE } from '../../src/cli/options.ts';
import { readConfig } from '../../src/config/read.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { ROOT, readOurs } from './project.ts';

const readme = await readOurs('README.md');
const catalogue = await loadCatalogue();

test('the README has its two commands, marked for the pipeline', () => {
  const marked = [...readme.matchAll(/^<!-- (\w+) command -->\n+```sh\n(.+)\n```$/gm)].map(([, name, command]) => [
    name,
    command,
  ]);
  assert.deepEqual(marked, [
    ['first', 'npm ci && npm run demo -- --once'],
    ['second', 'npm ci && npm test'],
  ]);
});

test('the README has every option of the command line', () => {
  const options = new Set(USAGE.match(/--(?!help|version)[a-z]+/g));
  assert.ok(options.size > 5);
  assert.deepEqual(
    [...options].filter((option) => !readme.includes(option)),
    [],
  );
  for (const choices of ['text|json|sarif|github', 'recommended|strict|all'])
    assert.ok(USAGE.includes(choices) && readme.includes(choices));
});

test('the README has every variable that the server reads, and no other', async () => {
  const read = [...(await readOurs('src/app/environment.ts')).matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
    ([, name]) => name ?? '',
  );
  assert.ok(read.length > 8);
  const rows = [...readme.matchAll(/^\| (`[A-Z`, _or]+) \|/gm)].flatMap(
    ([, cell]) => (cell ?? '').match(/[A-Z][A-Z_]+/g) ?? [],
  );
  // Probot reads this one by itself.
  assert.deepEqual(rows.sort(), [...read, 'LOG_LEVEL'].sort());
});

test('the README has the chapters, as the folders have them', () => {
  const numbers = [...readme.matchAll(/(?:^|· ?)(\d+) [A-Z]/gm)].map(([, number]) => Number(number));
  assert.deepEqual(
    numbers,
    catalogue.chapters.map(({ number }) => number),
  );
});

test('the configuration of the README is one', () => {
  const text = /```yaml\n([^`]+)```/.exec(readme)?.[1] ?? '';
  const known = { checks: catalogue.checks.map(({ info }) => info), chapters: catalogue.chapters, path: 'README.md' };
  assert.ok(parse(text));
  assert.deepEqual(readConfig(text, known).problems, []);
});

test('checks that the documentation speaks of are there', async () => {
  const pages = await Promise.all(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/running.md'].map(readOurs));
  const named = new Set(pages.flatMap((text) => text.match(/\bch\d\d\/[a-z-]+/g) ?? []));
  const known = new Set<string>(catalogue.checks.map(({ info }) => info.id));
  assert.deepEqual(
    [...named].filter((id) => !known.has(id)),
    [],
  );
});

test('the check that CONTRIBUTING shows is one', async () => {
  const text = /```ts\n([^]+?)```/.exec(await readOurs('CONTRIBUTING.md'))?.[1] ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'chapter-and-verse-sample-'));
  try {
    const file = join(folder, 'sample.ts');
    await writeFile(file, text.replace('../../src', pathToFileURL(join(ROOT, 'src')).href));
    const { default: check } = await import(pathToFileURL(file).href);
    assert.equal(check.on, 'python');
    const chapter = catalogue.chapters.find(({ number }) => number === 9);
    assert.ok(chapter?.bullets.includes(check.bullet));
    assert.match(check.examples[0].bad, /# <-$/m);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('CONTRIBUTING fits one screen', async () => {
  const lines = (await readOurs('CONTRIBUTING.md')).split('\n').length;
  assert.ok(lines <= 90, `${lines} lines`);
});
