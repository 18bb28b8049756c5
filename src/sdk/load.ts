import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ChapterInfo, CheckInfo } from '../core/check-info.ts';
import type { CheckId } from '../core/flow.ts';
import type { PathMatcher } from '../core/globs.ts';
import type { Chapter } from './chapter.ts';
import type { AnyCheck, PullCheck } from './check.ts';
import { pathsOf, samplePath } from './kinds.ts';

export interface LoadedCheck {
  readonly info: CheckInfo;
  readonly check: AnyCheck | PullCheck;
  /** The paths that it looks at, before classes and configuration. */
  readonly paths: PathMatcher;
}

/** All checks and chapters, sorted by id and number. */
export interface Catalogue {
  readonly checks: readonly LoadedCheck[];
  readonly chapters: readonly ChapterInfo[];
}

const CHECKS = new URL('../../checks/', import.meta.url);
const MODULE = /^([a-z0-9-]+)\.(?:ts|js)$/;

let loaded: Promise<Catalogue> | undefined;

/**
 * Imports every check file once a thread. A check's id and chapter follow from its path.
 * @throws Error naming the file that has no check or chapter as its default export.
 */
export function loadCatalogue(): Promise<Catalogue> {
  loaded ??= readCatalogue();
  return loaded;
}

async function readCatalogue(): Promise<Catalogue> {
  const folders = (await readdir(CHECKS)).filter((name) => /^ch\d\d-/.test(name)).sort();
  const rooms = await Promise.all(folders.map(readChapter));
  return { chapters: rooms.map((room) => room.chapter), checks: rooms.flatMap((room) => room.checks) };
}

async function readChapter(folder: string): Promise<{ chapter: ChapterInfo; checks: LoadedCheck[] }> {
  const files = (await readdir(new URL(`${folder}/`, CHECKS))).filter((name) => MODULE.test(name)).sort();
  const chapterFile = files.find((name) => name.startsWith('chapter.'));
  if (!chapterFile) throw new Error(`checks/${folder} has no chapter.ts`);
  const number = Number(folder.slice(2, 4));
  // The table test holds every chapter and check against its type; here only its being there is asked.
  const chapter: ChapterInfo = { number, folder, ...((await importDefault(folder, chapterFile)) as Chapter) };
  const names = files.filter((name) => name !== chapterFile);
  const checks = await Promise.all(
    names.map(async (file) => {
      // As above.
      const check = (await importDefault(folder, file)) as AnyCheck | PullCheck;
      return { check, info: describe(check, number, file.replace(MODULE, '$1')), paths: pathsOf(check) };
    }),
  );
  return { chapter, checks };
}

/** The default export of a module of ours; the table test holds each against its type and the house rules. */
async function importDefault(folder: string, file: string): Promise<unknown> {
  const url = new URL(`${folder}/${file}`, CHECKS);
  // A module is an object; what it exports is `unknown` until it is looked at.
  const module = (await import(url.href)) as { readonly default?: unknown };
  if (typeof module.default !== 'object' || module.default === null)
    throw new Error(`${fileURLToPath(url)} has no default export`);
  return module.default;
}

function describe(check: AnyCheck | PullCheck, chapter: number, name: string): CheckInfo {
  const id: CheckId = `ch${String(chapter).padStart(2, '0')}/${name}`;
  return {
    id,
    chapter,
    kind: check.on,
    title: check.title,
    bullet: check.bullet,
    severity: check.severity,
    preset: check.preset,
    why: check.why,
    whenNotTo: check.whenNotTo,
    fixes: check.fixes ?? false,
    blocks: check.blocks ?? false,
    secret: check.secret ?? false,
    codes: check.on === 'ruff' ? check.codes : [],
    examples: check.examples,
    quiet: check.quiet,
    options: check.options ?? {},
    formerly: check.formerly ?? [],
    samplePath: samplePath(check),
  };
}
