/**
 * Writes what follows from the checks: a page for each under docs/checks/, the list of all, and the JSON Schema of the configuration.
 *
 *   npm run generate               writes them, and removes pages of checks that are gone
 *   npm run generate -- --check    writes nothing; names what is out of date, and exits 1
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { jsonSchema } from '../src/config/json-schema.ts';
import { renderList } from '../src/docs/list.ts';
import { renderCheckPage } from '../src/docs/page.ts';
import { loadCatalogue } from '../src/sdk/load.ts';

const ROOT = join(import.meta.dirname, '..');
const PAGES = 'docs/checks';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const wanted = await render();
const drift = [...(await findStale(wanted))].sort();
if (values.check) {
  for (const path of drift) console.error(`${path} is out of date: run npm run generate`);
  process.exitCode = drift.length > 0 ? 1 : 0;
} else {
  for (const path of drift) await settle(path, wanted.get(path));
  console.log(`${wanted.size} files generated, ${drift.length} of them changed`);
}

/** Text by path relative to the root. */
async function render(): Promise<ReadonlyMap<string, string>> {
  const { checks, chapters } = await loadCatalogue();
  const infos = checks.map(({ info }) => info);
  const byNumber = new Map(chapters.map((chapter) => [chapter.number, chapter]));
  return new Map([
    ...infos.map((info) => [`${PAGES}/${info.id}.md`, renderCheckPage(info, byNumber.get(info.chapter))] as const),
    [`${PAGES}/README.md`, renderList(infos, chapters)],
    ['docs/schema.json', `${JSON.stringify(jsonSchema({ checks: infos, chapters }), null, 2)}\n`],
  ]);
}

/** Paths whose text differs, that are missing, or that nothing makes any more. */
async function findStale(files: ReadonlyMap<string, string>): Promise<ReadonlySet<string>> {
  const present = await readdir(join(ROOT, PAGES), { recursive: true, withFileTypes: true }).catch(() => []);
  const pages = present
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
  const stale = new Set(pages.filter((path) => !files.has(path)));
  for (const [path, text] of files) {
    const now = await readFile(join(ROOT, path), 'utf8').catch(() => undefined);
    if (now !== text) stale.add(path);
  }
  return stale;
}

async function settle(path: string, text: string | undefined): Promise<void> {
  if (text === undefined) return rm(join(ROOT, path));
  await mkdir(dirname(join(ROOT, path)), { recursive: true });
  await writeFile(join(ROOT, path), text);
}
