import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createRepository, temporaryFolder } from '../git/repository.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const CALL = 'import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n';

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { cwd }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

function folderWith(t: TestContext, files: Record<string, string>): string {
  const folder = temporaryFolder(t);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe('check', () => {
  test('reports whole files as if all were new, on standard output alone', async (t) => {
    const folder = folderWith(t, { 'rates.py': CALL });
    const { code, out, err } = await run(['check', '.'], folder);
    assert.equal(code, 0);
    assert.equal(err, '');
    assert.match(out, /^rates\.py:5:12 warning .*\[ch06\/http-call-without-timeout\]$/m);
  });

  test('leaves growth and missing tests to review, which knows what was there before', async (t) => {
    const step = (row: number): string => `    if order.lines > ${row}:\n        order.step(${row})\n`;
    const long = `def ship(order):\n${Array.from({ length: 300 }, (_, row) => step(row)).join('')}`;
    const folder = folderWith(t, {
      'src/shop/orders.py': long,
      'tests/test_cart.py': 'def test_cart():\n    assert 1 + 1 == 2\n',
    });
    const { code, out } = await run(['check', '.', '--preset', 'all'], folder);
    assert.equal(code, 0);
    assert.doesNotMatch(out, /complexity-growth|module-too-long|source-without-tests|new-module-without/);
  });

  test('ends with 1 where something is at or above fail_on', async (t) => {
    const folder = folderWith(t, { 'rates.py': CALL, '.github/chapter-and-verse.yml': 'fail_on: warning\n' });
    assert.equal((await run(['check', 'rates.py'], folder)).code, 1);
    assert.equal((await run(['check', '.'], folder)).code, 1);
  });

  test('writes to a file where told, and says nothing else', async (t) => {
    const folder = folderWith(t, { 'rates.py': CALL });
    const { out } = await run(['check', '.', '--format', 'json', '--output', 'report.json'], folder);
    assert.equal(out, '');
    const report: unknown = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    assert.ok(report && typeof report === 'object' && 'findings' in report);
  });

  test('gives the same bytes twice, in every format', async (t) => {
    const folder = folderWith(t, { 'rates.py': CALL, 'more.py': CALL, 'broken.py': 'def f(:\n' });
    for (const format of ['text', 'json', 'sarif', 'github']) {
      const [first, second] = await Promise.all([
        run(['check', '.', '--format', format], folder),
        run(['check', '.', '--format', format], folder),
      ]);
      assert.ok(first.out.length > 0);
      assert.equal(first.out, second.out);
    }
  });
});

describe('review', () => {
  test('reports what changed between the merge base and the working tree, or a named head', async (t) => {
    const repository = createRepository(t);
    repository.write({ 'old.py': CALL });
    repository.commit();
    repository.write({ 'new.py': CALL, 'old.py': `${CALL}\n\nx = 1\n` });
    const { code, out } = await run(['review', '--base', 'HEAD'], repository.folder);
    assert.equal(code, 0);
    assert.match(out, /^new\.py:5:12 warning/m);
    assert.doesNotMatch(out, /^old\.py/m);
    assert.match((await run(['review', '--base', 'HEAD', '--head', 'HEAD'], repository.folder)).out, /Nothing to mend/);
  });

  test('reads its configuration at the base, as the App does', async (t) => {
    const repository = createRepository(t);
    repository.write({ 'old.py': 'x = 1\n' });
    repository.commit();
    repository.write({ 'new.py': CALL, '.github/chapter-and-verse.yml': 'fail_on: notice\n' });
    assert.equal((await run(['review', '--base', 'HEAD'], repository.folder)).code, 0);
  });
});

describe('config', () => {
  const OWN =
    'preset: strict\nexclude: [old/**]\nchecks: { ch03/unused-import: error }\noverrides:\n  - paths: [scripts/**]\n    checks: { ch03/unused-import: off }\n';

  test('prints what holds, as a configuration that gives the same again', async (t) => {
    const folder = folderWith(t, { '.github/chapter-and-verse.yml': OWN });
    const { code, out, err } = await run(['config'], folder);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^# From \.github\/chapter-and-verse\.yml\.\npreset: strict\nfail_on: secrets\n/);
    assert.match(out, /^ {2}ch03\/unused-import: error$/m);
    assert.match(out, /^ {6}ch03\/unused-import: off$/m);
    writeFileSync(join(folder, 'again.yml'), out);
    const again = await run(['config', '--config', 'again.yml'], folder);
    assert.equal(again.out.replace('again.yml', '.github/chapter-and-verse.yml'), out);
  });

  test('prints what holds for one file', async (t) => {
    const folder = folderWith(t, { '.github/chapter-and-verse.yml': OWN });
    const at = async (path: string): Promise<{ excluded: boolean; checks: Record<string, unknown> }> =>
      JSON.parse((await run(['config', '--path', path, '--format', 'json'], folder)).out);
    const [script, old] = await Promise.all([at('./scripts/a.py'), at('old/a.py')]);
    assert.deepEqual([script.excluded, script.checks['ch03/unused-import']], [false, 'off']);
    assert.deepEqual([old.excluded, old.checks['ch03/unused-import']], [true, 'error']);
  });

  test('says that there is no file, and what was asked for in its place', async (t) => {
    const { out } = await run(['config', '--preset', 'all'], folderWith(t, {}));
    assert.match(out, /^# There is no configuration file: these are the defaults\.\npreset: all\n/);
  });
});

describe('baseline', () => {
  const FILE = '.github/chapter-and-verse-baseline.json';

  test('freezes what is found, after which only what is new counts', async (t) => {
    const folder = folderWith(t, { 'rates.py': CALL, '.github/chapter-and-verse.yml': 'fail_on: warning\n' });
    assert.match((await run(['baseline'], folder)).out, /1 finding frozen$/m);
    assert.equal((await run(['check', '.'], folder)).code, 0);
    writeFileSync(join(folder, 'more.py'), CALL);
    const { code, out } = await run(['check', '.'], folder);
    assert.equal(code, 1);
    assert.match(out, /^more\.py:5:12/m);
    assert.doesNotMatch(out, /^rates\.py/m);
  });

  test('shrinks when something was mended, and takes in nothing unless told', async (t) => {
    const folder = folderWith(t, { 'rates.py': CALL });
    await run(['baseline'], folder);
    writeFileSync(join(folder, 'rates.py'), 'x = 1\n');
    writeFileSync(join(folder, 'more.py'), CALL);
    assert.match((await run(['check', '.'], folder)).out, /1 finding of the baseline is mended/);
    assert.match(
      (await run(['baseline'], folder)).out,
      /0 findings frozen, 1 mended and taken out, 1 new and left out/,
    );
    assert.match((await run(['baseline', '--add'], folder)).out, /1 finding frozen/);
  });

  test('is read at the base of a range', async (t) => {
    const repository = createRepository(t);
    repository.write({ 'a.py': 'x = 1\n' });
    repository.commit();
    repository.write({ 'new.py': CALL });
    await run(['baseline'], repository.folder);
    assert.match((await run(['review', '--base', 'HEAD'], repository.folder)).out, /^new\.py:5:12/m);
  });

  test('one that cannot be read ends the command with its place', async (t) => {
    const folder = folderWith(t, { 'a.py': 'x = 1\n', [FILE]: '{\n"version": 1,,\n' });
    const { code, err } = await run(['check', '.'], folder);
    assert.equal(code, 2);
    assert.match(err, /^\.github\/chapter-and-verse-baseline\.json:2:\d+: The baseline is not valid JSON/);
  });
});

describe('what cannot be done ends with 2 and its reason in one line', () => {
  const rows: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown command', ['lint'], /no command "lint"/],
    ['an unknown option', ['check', '.', '--colour'], /--colour/],
    ['a format that is none', ['check', '.', '--format', 'xml'], /--format is text, json, sarif, github/],
    ['check without a path', ['check'], /needs a path/],
    ['a path for baseline', ['baseline', 'src'], /takes no path/],
    ['--add without baseline', ['check', '.', '--add'], /--add goes with baseline/],
    ['an option of the other command', ['check', '.', '--base', 'main'], /--base goes with review/],
    ['an option of config', ['check', '.', '--path', 'a.py'], /--path goes with config/],
    ['config with a path', ['config', 'a.py'], /name a file with --path/],
    ['config of a range', ['config', '--base', 'main'], /--base goes with review/],
    ['config of a folder that is not there', ['config', '--repo', 'nowhere'], /no folder "nowhere"/],
    ['config in a format of reports', ['config', '--format', 'sarif'], /--format is yaml, json/],
    ['a repository beside a configuration', ['config', '--repo', '.', '--config', 'cv.yml'], /--repo goes with/],
    ['a path that is not there', ['check', 'nowhere'], /nowhere/],
    ['a range outside a repository', ['review'], /git/],
    ['a configuration that is not there', ['check', '.', '--config', 'none.yml'], /none\.yml/],
  ];
  for (const [name, args, message] of rows)
    test(name, async (t) => {
      const { code, out, err } = await run(args, folderWith(t, { 'a.py': 'x = 1\n' }));
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, message);
      assert.equal(err.trimEnd().split('\n').length, 1);
    });

  test('a wrong configuration, with its place', async (t) => {
    const folder = folderWith(t, { 'a.py': 'x = 1\n', 'cv.yml': 'preset: recommended\nmax_comment: 3\n' });
    const { code, err } = await run(['check', '.', '--config', 'cv.yml'], folder);
    assert.equal(code, 2);
    assert.match(err, /^cv\.yml:2:1: .*max_comments/);
  });
});

test('help and version are answered without looking at anything', async (t) => {
  const folder = temporaryFolder(t);
  assert.match((await run(['--help'], folder)).out, /^Usage$/m);
  assert.match((await run(['--version'], folder)).out, /^\d+\.\d+\.\d+\n$/);
});
