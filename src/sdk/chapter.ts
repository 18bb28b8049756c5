/** A chapter as data; its number and folder come from its path. */
export interface Chapter {
  readonly title: string;
  /** One paragraph: what the chapter asks of a code base. */
  readonly about: string;
  /** The bullets that checks refer to. */
  readonly bullets: readonly string[];
}

export function defineChapter(chapter: Chapter): Chapter {
  return chapter;
}
