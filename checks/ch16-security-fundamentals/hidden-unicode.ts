import { at, defineCheck, py, spanOnLine, text, yaml } from '../../src/sdk/check.ts';
import type { Draft, Severity, TextFile } from '../../src/sdk/check.ts';

const BIDI = /[\u202A-\u202E\u2066-\u2069]/gu;
/** Letters that are written from right to left. */
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Tag characters, which no font shows; a flag such as Scotland's is a black flag with tags behind it. */
const TAGS = /(?<!\u{1F3F4}[\u{E0000}-\u{E007F}]*)[\u{E0000}-\u{E007F}]+/gu;
/** One variation selector shapes the character before it; a row of them is hidden data. */
const SELECTORS = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]{2,}/gu;
/** Zero-width space, word joiner, Hangul fillers; joiners between Latin letters, where they join nothing; a byte order mark inside. */
const INVISIBLE =
  /[\u200B\u2060-\u2064\u115F\u1160\u3164\uFFA0]|(?<=[\p{ASCII}])[\u200C\u200D](?=[\p{ASCII}])|(?<!^)\uFEFF/gu;
// oxlint-disable-next-line no-control-regex -- these characters are what is looked for
const CONTROL = /[\0\x08\x1A\x1B\x7F]/g;

export default defineCheck({
  title: 'Characters that hide what the code says',
  on: 'text',
  bullet: 'Secure coding',
  severity: 'error',
  preset: 'recommended',
  why: `Controls for right-to-left writing can show a line in another order than Python reads it, and characters without a width can
    carry text that no reviewer sees. What was read is then not what runs.`,
  whenNotTo:
    'The text needs them, and its quotes are still where they seem to be; an escape such as `\\u200b` shows them to everybody.',
  files: [
    '*.py',
    '*.pyi',
    '*.toml',
    '*.yml',
    '*.yaml',
    '*.cfg',
    '*.ini',
    '*.sh',
    '*.md',
    'Dockerfile*',
    'Makefile',
    'requirements*.txt',
  ],
  examples: [
    {
      title: 'The comment that is code, and the code that is a comment',
      bad: py`
        def withdraw(account, role, amount):
            if role != "user${'\u202e'} ${'\u2066'}# only admins${'\u2069'} ${'\u2066'}":  # <-
                return account.pay(amount)
            return None
      `,
      good: py`
        def withdraw(account, role, amount):
            if role != "user":  # only admins
                return account.pay(amount)
            return None
      `,
    },
    {
      title: 'Names that look the same',
      bad: at(
        'deploy.yml',
        yaml`
          env:
            ADMIN: clinic
            ADMIN${'\u200b'}: everyone  # <-
        `,
      ),
      good: at(
        'deploy.yml',
        yaml`
          env:
            ADMIN: clinic
        `,
      ),
    },
    {
      title: 'Words for a machine only',
      bad: at(
        'README.md',
        text`
          Welcome to the shop.${'\u{E0069}\u{E0067}\u{E006E}\u{E006F}\u{E0072}\u{E0065}'} <!-- <- -->
        `,
      ),
      good: at('README.md', 'Welcome to the shop.\n'),
    },
  ],
  quiet: [
    // Emoji with joiners, a flag with tags, and Persian with its own joiner.
    py`
      FAMILY = "👨${'\u200d'}👩${'\u200d'}👧"
      SCOTLAND = "🏴${'\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'}"
      HEART = "❤${'\ufe0f'}"
      PERSIAN = "می${'\u200c'}خواهم"
    `,
    // Right-to-left text whose controls are closed where it ends.
    py`
      TITLE = "${'\u2067'}שלום${'\u2069'}"
    `,
    // Written as escapes, everybody sees them.
    py`
      MARKS = "\u202e\u2066", "\x1b[0m", "\u200b"
    `,
    at('setup.cfg', '\ufeff[metadata]\nname = shop\n'),
    // Copied from a page into prose.
    at('docs/start.md', 'Install the\u200b shop.\n'),
    at('shop/locale/he.py', 'NAME = "\u202bשלום"\n'),
    at('tests/test_text.py', 'TEXT = "a\u200bb"\n'),
    py`
      def first():
          pass
      ${'\f'}
      def second():
          pass
    `,
  ],
  *run(file) {
    if (!/[^\t\r\n\x20-\x7E]/.test(file.text)) return;
    if (/(^|[/_.-])(locales?|i18n|l10n|translations?|lang(uages?)?)([/_.-]|$)/i.test(file.path)) return;
    const isProse = file.path.endsWith('.md');
    const isTest = file.classes.has('test');
    let isFenced = false;
    for (const [index, line] of file.lines.entries()) {
      if (isProse && /^\s*(```|~~~)/.test(line)) isFenced = !isFenced;
      if (!/[^\t\x20-\x7E]/.test(line)) continue;
      yield* findOnLine(line, index + 1, { file, lenient: isTest || (isProse && !isFenced) });
    }
  },
});

interface Place {
  readonly file: TextFile;
  /** Prose and tests: only what can turn a line around or hides a message. */
  readonly lenient: boolean;
}

function* findOnLine(line: string, number: number, { file, lenient }: Place): Generator<Draft> {
  const found = [
    ...(isContained(line) ? [] : hits(line, BIDI, 'error')),
    ...hits(line, TAGS, 'error'),
    ...(lenient ? [] : hits(line, SELECTORS, 'error')),
    ...(lenient ? [] : hits(line, INVISIBLE, 'warning')),
    ...(lenient || !file.path.endsWith('.py') ? [] : hits(line, CONTROL, 'warning')),
  ].sort((a, b) => a.index - b.index);
  const [first] = found;
  if (!first) return;
  const serious = found.some(({ severity }) => severity === 'error');
  const more = found.length > 1 ? ` and ${found.length - 1} more` : '';
  yield {
    at: spanOnLine(number, first.index + 1, first.index + first.length + 1),
    severity: serious ? 'error' : 'warning',
    message: `This line holds ${codeOf(first.character)}${more}, which cannot be seen; delete it, or write it as an escape.`,
    key: `${codeOf(first.character)} ${line.trim()}`,
  };
}

interface Hit {
  readonly index: number;
  readonly length: number;
  readonly character: string;
  readonly severity: Severity;
}

function hits(line: string, pattern: RegExp, severity: Severity): readonly Hit[] {
  return [...line.matchAll(pattern)].map((match) => ({
    index: match.index,
    length: match[0].length,
    character: match[0],
    severity,
  }));
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Right-to-left text whose controls close in order before the next quote, bracket or comment: nothing outside of it moves. */
function isContained(line: string): boolean {
  if (!RIGHT_TO_LEFT.test(line)) return false;
  let open = 0;
  for (const character of line) {
    if (/[\u202A\u202B\u202D\u202E\u2066-\u2068]/u.test(character)) open += 1;
    else if (/[\u202C\u2069]/u.test(character)) open -= 1;
    else if (open > 0 && /["'#\\()[\]{}]/.test(character)) return false;
    if (open < 0) return false;
  }
  return open === 0;
}
