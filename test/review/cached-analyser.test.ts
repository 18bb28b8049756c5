import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FindingsCache } from '../../src/core/findings-cache.ts';
import { NO_PROJECT } from '../../src/core/project.ts';
import { cacheResults } from '../../src/review/cached-analyser.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { createSealer } from '../../src/app/seal.ts';
import type { Analyser, FileTask } from '../../src/review/task.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';

const catalogue = await loadCatalogue();
const TEXT = 'import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n';
const TASK: FileTask = {
  path: 'a.py',
  lineage: 'a.py',
  text: TEXT,
  classes: [],
  project: NO_PROJECT,
  checks: [{ id: 'ch06/http-call-without-timeout', level: 'warning', options: {} }],
  collect: [],
  without: [],
};

function createMemory(): FindingsCache & { readonly kept: Map<string, string>; reads: number } {
  const kept = new Map<string, string>();
  const memory = {
    kept,
    reads: 0,
    async read(keys: readonly string[]) {
      memory.reads += 1;
      return new Map(
        keys
          .flatMap((key) => [[key, kept.get(key)] as const])
          .flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
      );
    },
    async write(entries: ReadonlyMap<string, string>) {
      for (const [key, value] of entries) kept.set(key, value);
    },
  };
  return memory;
}

function setUp({ secret = 'one', versions = '1' } = {}, cache = createMemory()) {
  const analysed: string[] = [];
  const inner = createInThreadAnalyser(catalogue);
  const counting: Analyser = {
    analyse(task) {
      analysed.push(task.path);
      return inner.analyse(task);
    },
    close: () => inner.close(),
  };
  return { analysed, cache, analyser: cacheResults(counting, { cache, sealer: createSealer(secret), versions }) };
}

test('the same text is analysed once, and its result is the same to the letter', async () => {
  const { analyser, analysed } = setUp();
  const first = await analyser.analyse(TASK);
  assert.equal(first.findings.length, 1);
  assert.ok(first.findings[0]?.fix);
  assert.deepEqual(await analyser.analyse(TASK), first);
  assert.deepEqual(analysed, ['a.py']);
});

const OTHERS: readonly (readonly [string, Partial<FileTask>])[] = [
  ['text', { text: `${TEXT}\n` }],
  ['path', { path: 'b.py' }],
  ['former path', { lineage: 'b.py' }],
  ['class', { classes: ['test'] }],
  ['level', { checks: [{ id: 'ch06/http-call-without-timeout', level: 'error', options: {} }] }],
  ['project', { project: { ...NO_PROJECT, target: 'py39' } }],
];
for (const [what, other] of OTHERS) {
  test(`another ${what} is analysed anew`, async () => {
    const { analyser, analysed } = setUp();
    await analyser.analyse(TASK);
    await analyser.analyse({ ...TASK, ...other });
    assert.equal(analysed.length, 2);
  });
}

test('another version analyses anew, and so does another secret', async () => {
  const { analyser, cache } = setUp();
  await analyser.analyse(TASK);
  for (const other of [{ versions: '2' }, { secret: 'two' }]) {
    const { analyser: later, analysed } = setUp(other, cache);
    await later.analyse(TASK);
    assert.equal(analysed.length, 1);
  }
});

test('what is stored says nothing to who has not the text', async () => {
  const { analyser, cache } = setUp();
  await analyser.analyse(TASK);
  const [entry] = cache.kept;
  assert.ok(entry);
  const [key, value] = entry;
  for (const stored of [key, value, Buffer.from(value, 'base64').toString('latin1')])
    for (const word of ['requests', 'timeout', 'a.py', 'ch06']) assert.ok(!stored.includes(word));
  const sealer = createSealer('one');
  assert.equal(sealer.open(value, `${TEXT} `), undefined);
  assert.equal(sealer.open(value.slice(0, -8), TEXT), undefined);
  assert.match(sealer.open(value, TEXT) ?? '', /timeout/);
});

test('look-ups of one turn go together', async () => {
  const { analyser, cache } = setUp();
  await Promise.all(Array.from({ length: 50 }, (_, at) => analyser.analyse({ ...TASK, path: `m${at}.py` })));
  assert.equal(cache.reads, 1);
});

test('a result that something is missing from is not kept', async () => {
  const { analyser, cache } = setUp();
  await analyser.analyse({ ...TASK, text: 'def f(:\n' });
  assert.equal(cache.kept.size, 0);
});

test('what several checks collected alike is stored once and comes back to each', async () => {
  const cache = createMemory();
  const fact = { names: ['one', 'two'] };
  const result = { findings: [], facts: { 'ch05/a': fact, 'ch05/b': fact, 'ch03/c': [1] }, comments: [], noqa: [] };
  const inner: Analyser = {
    analyse: async () => ({ ...result, skips: [], parses: true }),
    close: async () => {},
  };
  const sealer = createSealer('one');
  const analyser = cacheResults(inner, { cache, sealer, versions: '1' });
  const first = await analyser.analyse(TASK);
  const [value = ''] = cache.kept.values();
  assert.equal(sealer.open(value, TEXT)?.split('"two"').length, 2);
  const { facts, ...rest } = await analyser.analyse(TASK);
  assert.deepEqual({ ...rest, facts }, first);
  assert.equal(facts['ch05/a'], facts['ch05/b']);
});

test('look-ups of many files are read in parts, and each gets its own', async () => {
  const { analyser, cache, analysed } = setUp();
  const paths = Array.from({ length: 450 }, (_, at) => `m${at}.py`);
  const analyse = () => Promise.all(paths.map((path) => analyser.analyse({ ...TASK, path })));
  const first = await analyse();
  cache.reads = 0;
  assert.deepEqual(await analyse(), first);
  assert.equal(cache.reads, 3);
  assert.equal(analysed.length, paths.length);
});
