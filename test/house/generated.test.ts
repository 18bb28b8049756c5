import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './project.ts';

interface Ended {
  readonly code: number;
  readonly said: string;
}

function generate(root: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'scripts/generate.ts'), ...args], (error, output, complaints) => {
      resolve({ code: Number(error?.code ?? 0), said: `${output}${complaints}` });
    });
  });
}

test('the pages of the checks and the JSON Schema are what the checks say', async () => {
  assert.deepEqual(await generate(ROOT, '--check'), { code: 0, said: '' });
});

test('a page that was changed by hand, one that is missing and one too many are named, and mended', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'chapter-and-verse-generated-'));
  try {
    await Promise.all(
      ['src', 'checks', 'docs', 'scripts', 'package.json'].map((name) =>
        cp(join(ROOT, name), join(copy, name), { recursive: true }),
      ),
    );
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    assert.equal((await generate(copy)).code, 0);
    const page = join(copy, 'docs/checks/README.md');
    const right = await readFile(page, 'utf8');
    await writeFile(page, `${right}A line of somebody else.\n`);
    await writeFile(join(copy, 'docs/checks/gone.md'), '# A check that is no more\n');
    await rm(join(copy, 'docs/schema.json'));

    const { code, said } = await generate(copy, '--check');
    assert.equal(code, 1);
    assert.deepEqual(said.match(/^\S+/gm), ['docs/checks/README.md', 'docs/checks/gone.md', 'docs/schema.json']);

    assert.equal((await generate(copy)).code, 0);
    assert.equal(await readFile(page, 'utf8'), right);
    assert.deepEqual(await generate(copy, '--check'), { code: 0, said: '' });
  } finally {
    await rm(copy, { recursive: true });
  }
});
