import type { ConcludeCheckRun, ConfigProblem } from '../core/actions.ts';
import { inlineCode, plainProse, prose } from '../docs/markdown.ts';
import { count, digits } from '../docs/words.ts';
import { annotate } from './annotation.ts';
import { MOST_ANNOTATIONS } from './check-run.ts';
import { fitItems } from './fit.ts';

const MOST_BYTES = 60_000;

/** The check run where the configuration cannot be used: it fails, and each problem is shown at its place. */
export function configProblemsOutput(problems: readonly ConfigProblem[]): ConcludeCheckRun {
  const lines = problems.map(
    ({ path, span, message }) => `- ${inlineCode(`${path}:${span.line}:${span.col}`)} ${prose(message)}`,
  );
  const intro =
    'Nothing was reviewed, because the configuration on the base branch does not say what to do. It is read from there, not from the pull request: mend it on that branch, then re-run this check.';
  return {
    kind: 'conclude-check-run',
    conclusion: 'failure',
    title: `${count(problems.length, 'problem')} in the configuration`,
    summary: [intro, fitItems(lines, MOST_BYTES - intro.length, (left) => `- … and ${digits(left)} more.`)].join(
      '\n\n',
    ),
    annotations: problems
      .slice(0, MOST_ANNOTATIONS)
      .map(({ path, span, severity, message }) =>
        annotate({ path, span, severity, title: 'Configuration of Chapter & Verse', message: plainProse(message) }),
      ),
  };
}

/** Why there is no review, where the pull request itself is not to blame. */
export type ErrorKind =
  | 'own-error'
  | 'github-trouble'
  | 'out-of-time'
  | 'no-permission'
  | 'unrelated'
  | 'superseded'
  | 'closed';

interface Words {
  readonly title: string;
  readonly summary: string;
}

const WORDS: Readonly<Record<ErrorKind, Words>> = {
  'own-error': {
    title: 'The review broke off',
    summary:
      'Something went wrong on our side, not in this change. Nothing was reviewed. Please re-run this check; if it breaks off again, tell whoever runs Chapter & Verse here: its log has the details.',
  },
  'github-trouble': {
    title: 'GitHub did not answer',
    summary:
      'GitHub could not be read or written for a while, and the review was given up. Nothing is wrong with this change. Please re-run this check once GitHub is well again.',
  },
  'out-of-time': {
    title: 'The review took too long',
    summary:
      'This change could not be reviewed within the time limit. Re-running may help if the machine was busy; a change this large is easier to review in parts, or with `exclude` in the configuration.',
  },
  'no-permission': {
    title: 'A permission is missing',
    summary:
      'Chapter & Verse may not read what it needs in this repository. An owner can accept its permissions in the settings, under GitHub Apps; then re-run this check.',
  },
  unrelated: {
    title: 'The branches have no commit in common',
    summary:
      'GitHub finds no common ancestor of this branch and the branch that it goes into, so there is no change to review. Please make the branch anew from that branch, or rebase it with `git rebase --onto`, and push.',
  },
  superseded: {
    title: 'Superseded by a newer push',
    summary:
      'The pull request has moved on while this commit was waiting. The review of the newest commit has its own check run; there is nothing to do here.',
  },
  closed: {
    title: 'The pull request is closed',
    summary: 'Nothing was reviewed. If it is opened again, so is the review.',
  },
};

/** The check run where no review came about: neutral, so that it blocks nobody, with what to do. */
export function errorOutput(kind: ErrorKind): ConcludeCheckRun {
  return { kind: 'conclude-check-run', conclusion: 'neutral', ...WORDS[kind], annotations: [] };
}
