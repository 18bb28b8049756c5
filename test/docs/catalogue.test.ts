import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderList } from '../../src/docs/list.ts';
import { renderCheckPage } from '../../src/docs/page.ts';
import { renderComment } from '../../src/publish/comment.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { finding } from './book.ts';
import { scanBlocks } from './scan.ts';

describe('what is written about our own checks', async () => {
  const { checks, chapters } = await loadCatalogue();
  const infos = checks.map(({ info }) => info);
  const chapterOf = new Map(chapters.map((chapter) => [chapter.number, chapter]));
  const book = {
    checks: new Map(infos.map((info) => [info.id, info])),
    chapters: chapterOf,
    docsUrl: 'https://docs.example',
  };

  it('has pages whose fences close and that show no mark', () => {
    for (const info of infos) {
      const page = renderCheckPage(info, chapterOf.get(info.chapter));
      const { open, fences } = scanBlocks(page);
      assert.equal(open, false, info.id);
      assert.ok(fences.length >= 3, info.id);
      for (const { text } of fences) assert.doesNotMatch(text, /(?:#|\/\/|<!--)\s*<-\s*(?:-->)?$/m, info.id);
    }
  });

  it('has a list that links every page', () => {
    const list = renderList(infos, chapters);
    for (const { id } of infos) assert.ok(list.includes(`(${id}.md)`), id);
  });

  it('has comments that GitHub takes', () => {
    for (const { id, samplePath: path } of infos) {
      const remark = { finding: finding({ check: id, path }), anchor: { start: 2, end: 2 }, others: [] };
      const { body } = renderComment(remark, { book, key: 'k', pull: { owner: 'o', repo: 'r', number: 1 } });
      assert.ok(body.length < 10_000, `${id}: ${body.length} characters`);
      assert.equal(scanBlocks(body).open, false, id);
    }
  });
});
