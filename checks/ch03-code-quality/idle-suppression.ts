import { at, defineCheck, py, text } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Suppression comment that does nothing',
  on: 'suppressions',
  bullet: 'Balance',
  severity: 'notice',
  preset: 'recommended',
  why: `A suppression that silences nothing hides the next real finding on its line, and one without a reason cannot be
    judged by whoever reads it next.`,
  whenNotTo: 'The comment waits for code that another pull request brings.',
  examples: [
    {
      title: 'Say why, or let the finding speak',
      bad: py`
        import telnetlib  # cv: ignore[ch01/removed-stdlib-module]  # <-
      `,
      good: py`
        # cv: ignore[ch01/removed-stdlib-module] -- replaced with the console rewrite
        import telnetlib
      `,
    },
    {
      title: 'Take away what silences nothing',
      bad: at(
        'requirements.txt',
        text`
          # cv: ignore[ch13/requirement-unpinned] -- its API is stable  # <-
          flask==3.0.3
        `,
      ),
      good: at('requirements.txt', 'flask==3.0.3\n'),
    },
  ],
  quiet: [
    py`
      NOTE = "write # cv: ignore[ch01/no-such-check] beside it"
    `,
  ],
  *run(notes) {
    for (const { path, at: place, problem, id, nearest } of notes) {
      const hint = nearest === undefined ? '' : `; did you mean \`${nearest}\`?`;
      const message = {
        unused: `\`${id}\` finds nothing here: this suppression can go.`,
        'without-reason': 'A suppression needs its reason: end it with `-- why this is right here`.',
        'unknown-check': `There is no check \`${id}\`${hint === '' ? '.' : hint}`,
        malformed: 'A suppression reads `cv: ignore[ch05/some-check] -- reason`.',
      }[problem];
      yield { path, at: place, message, key: `${problem} ${id}` };
    }
  },
});
