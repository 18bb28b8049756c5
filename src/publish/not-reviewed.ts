import type { ConcludeCheckRun } from '../core/actions.ts';
import type { Conclusion } from '../core/flow.ts';
import { inlineCode } from '../docs/markdown.ts';

/** The statement of the configuration by which a pull request is left alone. */
export type Because =
  | { readonly key: 'drafts' }
  | { readonly key: 'bots' }
  | { readonly key: 'labels'; readonly label: string };

/** The check run of a pull request that the configuration leaves out: neutral, with the statement that says so. */
export function skippedOutput(because: Because, configPath: string): ConcludeCheckRun {
  const { title, statement, instead } = wordsFor(because);
  return say({
    title,
    summary: `Nothing was reviewed, as the configuration on the base branch asks: ${statement} in ${inlineCode(configPath)}. ${instead}`,
  });
}

function wordsFor(because: Because): {
  readonly title: string;
  readonly statement: string;
  readonly instead: string;
} {
  switch (because.key) {
    case 'drafts':
      return {
        title: 'Drafts are not reviewed here',
        statement: '`drafts: skip`',
        instead:
          'It is reviewed once it is marked as ready. To review drafts too, set `drafts` to `check` or `comment`.',
      };
    case 'bots':
      return {
        title: 'Pull requests of bots are not reviewed here',
        statement: '`bots: skip`',
        instead: 'To review them too, set `bots` to `check` or `comment`.',
      };
    case 'labels':
      return {
        title: 'Not reviewed because of a label',
        statement: `\`skip\` for the label ${inlineCode(because.label)} under \`labels\``,
        instead: 'Take the label away to have it reviewed.',
      };
  }
}

/** The check run of a head that is no longer the head. */
export function supersededOutput(head: string): ConcludeCheckRun {
  return say({
    title: `Superseded by ${head.slice(0, 7)}`,
    summary: `The pull request has moved on to ${inlineCode(head)}, whose review has its own check run. There is nothing to do here.`,
  });
}

/** A check run that another one of the same commit makes needless. */
export function replacedOutput(): ConcludeCheckRun {
  return say({
    title: 'Another check run took over',
    summary: 'The newer check run of this commit has the result. There is nothing to do here.',
  });
}

/** The check run of a merge queue's group that is one pull request as it was reviewed. */
export function groupOutput(number: number, conclusion: Conclusion): ConcludeCheckRun {
  return say({
    conclusion,
    title: `As reviewed in pull request ${number}`,
    summary: `This group is pull request #${number} alone, and nothing has changed since its review: its conclusion holds here too. The findings are in its own check run.`,
  });
}

function say(words: {
  readonly title: string;
  readonly summary: string;
  readonly conclusion?: Conclusion;
}): ConcludeCheckRun {
  return { kind: 'conclude-check-run', conclusion: 'neutral', annotations: [], ...words };
}
