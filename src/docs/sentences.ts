/** The end of a sentence, where another one starts: not inside a code span, nor after an abbreviation in lower case. */
const END = /[.?!](?=\s+[A-Z\p{Lu}`“"(])/gu;

/** The sentences of a paragraph, in their order; joined by a space they are the paragraph on one line. */
export function sentencesOf(text: string): readonly string[] {
  const flat = text.replace(/\s+/g, ' ').trim();
  const sentences: string[] = [];
  let start = 0;
  for (const { index } of flat.matchAll(END)) {
    const sentence = flat.slice(start, index + 1);
    if ((sentence.match(/`/g) ?? []).length % 2 === 1) continue;
    sentences.push(sentence.trim());
    start = index + 1;
  }
  const rest = flat.slice(start).trim();
  return rest === '' ? sentences : [...sentences, rest];
}

/** As many sentences as have room, from the first on, and the others. */
export function splitSentences(text: string, room: number): readonly [first: string, rest: string] {
  const sentences = sentencesOf(text);
  let count = sentences.length;
  while (count > 0 && sentences.slice(0, count).join(' ').length > room) count -= 1;
  return [sentences.slice(0, count).join(' '), sentences.slice(count).join(' ')];
}
