import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLines, listOurs, readOurs } from './project.ts';

const files = await listOurs();
const code = files.filter((path) => path.endsWith('.ts'));
const shipped = code.filter((path) => /^(?:src|checks)\//.test(path));

/** Sizes in lines, at most. What is longer has two things in it; but examples, and tables of them, are read row by row. */
const MOST_LINES = { other: 300, checks: 400, test: 500 } as const;
const MOST_MEDIAN = 110;

test('there are files to look at', () => {
  assert.ok(code.length > 100, `${code.length} files`);
});

test('names of files and folders are kebab-case', () => {
  const part = /^\.?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*$/;
  const odd = code.filter((path) => !path.split('/').every((name) => part.test(name)));
  assert.deepEqual(odd, []);
});

test('no file is named after nothing in particular', () => {
  const vague = /(?:^|\/)(?:utils?|helpers?|misc|common|index|types|constants|shared|lib)\.ts$/;
  assert.deepEqual(
    code.filter((path) => vague.test(path)),
    [],
  );
});

test('no file is longer than a reader keeps in mind', async () => {
  const sizes = await Promise.all(code.map(async (path) => [path, lines(await readOurs(path))] as const));
  assert.deepEqual(
    sizes.filter(([path, size]) => size > mostLines(path)),
    [],
  );
  const ordered = sizes
    .filter(([path]) => shipped.includes(path))
    .map(([, size]) => size)
    .sort((a, b) => a - b);
  const median = ordered[Math.floor(ordered.length / 2)] ?? 0;
  assert.ok(median <= MOST_MEDIAN, `half of the files have more than ${median} lines`);
});

function mostLines(path: string): number {
  const room = path.slice(0, path.indexOf('/'));
  return room === 'checks' || room === 'test' ? MOST_LINES[room] : MOST_LINES.other;
}

test('only checks, chapters and the entry of a thread have a default export', async () => {
  const found = await findLines(
    code.filter((path) => !/^(?:checks\/.*|src\/review\/thread|scripts\/lint\/house)\b/.test(path)),
    /^export default /,
  );
  assert.deepEqual(found, []);
});

test('every file of a chapter is a check or the chapter, with a default export', async () => {
  const rooms = shipped.filter((path) => path.startsWith('checks/'));
  const texts = await Promise.all(rooms.map(async (path) => [path, await readOurs(path)] as const));
  assert.deepEqual(
    texts.filter(([, text]) => !/^export default define(?:Check|PullCheck|Chapter)/m.test(text)).map(([path]) => path),
    [],
  );
});

test('no test is left out, and none runs alone', async () => {
  const tests = files.filter((path) => path.startsWith('test/') && path.endsWith('.ts'));
  assert.deepEqual(
    await findLines(tests, /\b(?:test|it|describe|suite)\.(?:only|skip|todo)\b|\b(?:only|skip|todo): (?:true|'|")/),
    [],
  );
});

test('no file knows the machine that it was written on', async () => {
  const text = files.filter(
    (path) => /\.(?:ts|json|md|ya?ml|sh)$|(?:^|\/)(?:Dockerfile|run)$/.test(path) && !path.startsWith('test/house/'),
  );
  const machine = new RegExp(String.raw`(?<![\w.])/(?:${['work', 'root', 'Users'].join('|')})/[a-z]`);
  assert.deepEqual(await findLines(text, machine), []);
});

test('our pages say what is, not what will be', async () => {
  const pages = files.filter((path) => path.endsWith('.md') && !path.startsWith('demo/project/'));
  assert.deepEqual(await findLines(pages, /\b(?:TODO|FIXME|XXX|TBD|coming soon)\b/), []);
});

/** Words of salesmen, and words that blame: none of them helps an author. */
const UNKIND =
  /\b(?:simply|obviously|just (?:use|do|add)|blazing(?:ly)?|seamless(?:ly)?|leverage|utili[sz]e|stupid|dumb|silly|bad practice|you forgot|you should have)\b/i;

test('documentation and messages are plain and kind', async () => {
  const words = files.filter((path) => /^(?:[A-Z]+\.md|docs\/.*\.md)$/.test(path) || path.startsWith('checks/'));
  assert.deepEqual(await findLines(words, UNKIND), []);
});

test('links between our pages lead somewhere', async () => {
  const known = new Set(files);
  // The demo's project has pages of a site of its own.
  const pages = files.filter((path) => path.endsWith('.md') && !path.startsWith('demo/project/'));
  const broken = pages.map(async (page) => {
    // What stands in a fence or in code is an example.
    const text = (await readOurs(page)).replace(/^(`{3,})[^]*?^\1`*$/gm, '').replace(/`[^`\n]*`/g, '');
    const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target]) => target ?? '');
    const folder = page.includes('/') ? page.slice(0, page.lastIndexOf('/') + 1) : '';
    return targets
      .filter((target) => !leadsTo(known, new URL(target, `file:///${folder}`).pathname.slice(1)))
      .map((target) => `${page}: ${target}`);
  });
  assert.deepEqual((await Promise.all(broken)).flat(), []);
});

function leadsTo(known: ReadonlySet<string>, path: string): boolean {
  return known.has(path) || [...known].some((file) => file.startsWith(path.replace(/\/?$/, '/')));
}

function lines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
