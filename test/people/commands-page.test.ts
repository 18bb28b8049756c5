import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readWords, type Word } from '../../src/people/grammar.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';

const PAGE = readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8');

test('all that the page shows is understood, and all that is understood is shown', async () => {
  const blocks = [...PAGE.matchAll(/^( *)```text\n([^]*?)^\1```/gm)].map(([, , text = '']) =>
    text.replace(/^ +/gm, ''),
  );
  const words = blocks.flatMap((text) => readWords(text, 'reply'));
  const kinds: readonly Word['kind'][] = ['recheck', 'explain', 'ignore', 'pause', 'resume', 'help', 'dismiss'];
  assert.deepEqual(
    words.map(({ kind }) => kind),
    kinds,
  );
  const { checks } = await loadCatalogue();
  for (const word of words)
    if ('check' in word)
      assert.ok(
        checks.some(({ info }) => info.id === word.check),
        word.check,
      );
});

test('the page says of each command who may give it', () => {
  const rows = [...PAGE.matchAll(/^\| `\/cv (\w+).*\| ([^|]+?) *\|$/gm)].map(([, name, who]) => [name, who]);
  assert.deepEqual(Object.fromEntries(rows), {
    recheck: 'write access, and the author',
    explain: 'write access, and the author',
    ignore: 'write access',
    pause: 'write access',
    resume: 'write access',
    help: 'write access, and the author',
  });
});
