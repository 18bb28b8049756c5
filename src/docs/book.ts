import type { ChapterInfo, CheckInfo } from '../core/check-info.ts';
import type { CheckId } from '../core/flow.ts';

/** What is known about the checks, for whoever writes about their findings. */
export interface Book {
  readonly checks: ReadonlyMap<CheckId, CheckInfo>;
  readonly chapters: ReadonlyMap<number, ChapterInfo>;
  /** Where the checks' pages are, with or without a slash at the end: `https://example.org/docs/checks`. */
  readonly docsUrl: string;
}

/** Chapter and verse of a check. */
export interface Citation {
  /** `Chapter 9, Advanced Concurrency`. */
  readonly chapter: string;
  /** `Structured async`. */
  readonly bullet: string;
  readonly url: string;
}

/** The page of a check: `<docsUrl>/ch09/get-event-loop-in-coroutine.md`. */
export function pageUrl(docsUrl: string, id: CheckId): string {
  return `${docsUrl.replace(/\/+$/, '')}/${id}.md`;
}

/** The list of all checks. */
export function listUrl(docsUrl: string): string {
  return `${docsUrl.replace(/\/+$/, '')}/README.md`;
}

/** Undefined for a check that the book does not know. */
export function cite(book: Book, id: CheckId): Citation | undefined {
  const info = book.checks.get(id);
  if (!info) return undefined;
  return {
    chapter: chapterName(info.chapter, book.chapters.get(info.chapter)),
    bullet: info.bullet,
    url: pageUrl(book.docsUrl, id),
  };
}

/** `Chapter 9, Advanced Concurrency`. */
export function chapterName(number: number, chapter: ChapterInfo | undefined): string {
  return chapter ? `Chapter ${number}, ${chapter.title}` : `Chapter ${number}`;
}
