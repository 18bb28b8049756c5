/** Says which of its words a text has. */
export type WordSearch = (text: string) => ReadonlySet<string>;

/** Words are of ASCII characters. */
const CODES = 128;

/**
 * Looks for all words at once: the automaton of Aho and Corasick (1975), whose time does not grow with their number. A word is
 * found wherever its characters stand, also within a longer one.
 * @throws RangeError for a word that is empty or has other characters than those of ASCII
 */
export function createWordSearch(words: Iterable<string>): WordSearch {
  const { classes, width, next, first, found } = build([...new Set(words)]);
  const seen = new Int32Array(found.length);
  let turn = 0;
  return (text) => {
    turn += 1;
    const hits: number[] = [];
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.codePointAt(at) ?? CODES;
      // Typed arrays give a number within their bounds, which the type system does not know.
      state = code < CODES ? (next[state * width + (classes[code] ?? 0)] ?? 0) : 0;
      if (state >= first && seen[state] !== turn) {
        seen[state] = turn;
        hits.push(state);
      }
    }
    return new Set(hits.flatMap((state_) => found[state_] ?? []));
  };
}

interface Automaton {
  /** By character code: 0 for all that no word has, which lead back to the start. */
  readonly classes: Uint8Array;
  readonly width: number;
  /** The state that follows a state at a class; 0 is the start. */
  readonly next: Uint16Array;
  /** States from here on end at least one word. */
  readonly first: number;
  /** By state, the words that end there. */
  readonly found: readonly (readonly string[])[];
}

interface State {
  readonly next: Map<number, State>;
  readonly words: string[];
  /** The state of the longest other beginning of a word that the text read so far ends with. */
  fallback: State | undefined;
  number: number;
}

function build(words: readonly string[]): Automaton {
  const classes = new Uint8Array(CODES);
  let width = 1;
  for (const code of words.flatMap(codesOf)) if (classes[code] === 0) classes[code] = width++;
  const states = link(words);
  // Those that end words come last, so that one comparison tells them.
  const ordered = [
    ...states.filter(({ words: own }) => own.length === 0),
    ...states.filter(({ words: own }) => own.length > 0),
  ];
  for (const [number, state] of ordered.entries()) state.number = number;
  const next = new Uint16Array(states.length * width);
  for (const state of states) {
    // In order of depth, so that the row that is copied is whole.
    const { fallback, number } = state;
    if (fallback) next.copyWithin(number * width, fallback.number * width, (fallback.number + 1) * width);
    for (const [code, to] of state.next) next[number * width + (classes[code] ?? 0)] = to.number;
  }
  const first = ordered.findIndex(({ words: own }) => own.length > 0);
  return { classes, width, next, first: first < 0 ? Infinity : first, found: ordered.map(({ words: own }) => own) };
}

/** All states by their depth, the start first, each with its fallback and with the words that end there. */
function link(words: readonly string[]): readonly State[] {
  const start = newState();
  for (const word of words) {
    let state = start;
    for (const code of codesOf(word)) {
      const to = state.next.get(code) ?? newState();
      state.next.set(code, to);
      state = to;
    }
    state.words.push(word);
  }
  const states = [start];
  // The list grows while it is walked.
  for (const state of states)
    for (const [code, to] of state.next) {
      let around = state.fallback;
      while (around && !around.next.has(code)) around = around.fallback;
      to.fallback = around?.next.get(code) ?? start;
      to.words.push(...to.fallback.words);
      states.push(to);
    }
  return states;
}

function newState(): State {
  return { next: new Map(), words: [], fallback: undefined, number: 0 };
}

function codesOf(word: string): readonly number[] {
  const codes = Array.from(word, (_, at) => word.codePointAt(at) ?? CODES);
  if (codes.length === 0 || codes.some((code) => code >= CODES)) throw new RangeError('a word must be of ASCII');
  return codes;
}
