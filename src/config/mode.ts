import type { PullFacts } from '../core/flow.ts';
import { MODES } from './config.ts';
import type { Config, Mode } from './config.ts';

/** How a pull request is spoken to, and which statement of the configuration says so. */
export interface ChosenMode {
  readonly mode: Mode;
  /** Absent where no statement applies: then it is commented on. */
  readonly because?: { readonly key: 'drafts' } | { readonly key: 'bots' } | Label;
}

interface Label {
  readonly key: 'labels';
  /** As the pull request has it. */
  readonly label: string;
}

/** Of all modes that apply the quietest holds; of several statements that give it, the first of drafts, bots and labels by name. */
export function chooseMode(
  { drafts, bots, labels }: Pick<Config, 'drafts' | 'bots' | 'labels'>,
  { isDraft, facts }: { readonly isDraft: boolean; readonly facts: Pick<PullFacts, 'labels' | 'authorIsBot'> },
): ChosenMode {
  const byLabel = new Map(Object.entries(labels));
  const applying: readonly Required<ChosenMode>[] = [
    ...(isDraft ? [{ mode: drafts, because: { key: 'drafts' } } as const] : []),
    ...(facts.authorIsBot ? [{ mode: bots, because: { key: 'bots' } } as const] : []),
    ...facts.labels.flatMap((label) => {
      const mode = byLabel.get(label.toLowerCase());
      return mode ? [{ mode, because: { key: 'labels', label } } as const] : [];
    }),
  ];
  const [quietest] = MODES.toReversed().flatMap((mode) => applying.find((each) => each.mode === mode) ?? []);
  return quietest ?? { mode: 'comment' };
}
