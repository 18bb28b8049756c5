import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBlobMemory } from '../../src/github/blob-memory.ts';
import { captureGitHub } from '../../src/github/capture-github.ts';
import { readPull } from '../../src/github/read-pull.ts';
import { createTreeMemory } from '../../src/github/tree-memory.ts';
import { createScene } from './demo.ts';

const TARGET = 'other.py';
const FILE = { mode: '100644', text: TARGET };
const LINK = { mode: '120000', text: TARGET };
const REQUEST = {
  wants: (path: string) => path.endsWith('.py'),
  needs: () => false,
  maxFileBytes: 10_000,
  maxContextFiles: 10,
};

for (const [name, before, after] of [
  ['a file that becomes a link', FILE, LINK],
  ['a link that becomes a file', LINK, FILE],
] as const)
  test(`${name} with the same blob is what it is, whatever the last push was remembered as`, async (t) => {
    const { client, github, openPull } = await createScene(t, { 'other.py': 'a = 1\n' });
    const pull = await openPull({ files: { 'new.py': before } });
    const capture = async (memory?: Parameters<typeof captureGitHub>[1]['memory']) =>
      (await captureGitHub(client, { pull, state: await readPull(client, pull), memory }, REQUEST)).snapshot;
    const memory = { blobs: createBlobMemory(), trees: createTreeMemory() };
    await capture(memory);
    await github.push({ pull, files: { 'new.py': after } });
    const seen = await capture(memory);
    assert.deepEqual(seen, await capture());
    assert.equal(seen.files[0]?.text, after === FILE ? TARGET : undefined);
  });
