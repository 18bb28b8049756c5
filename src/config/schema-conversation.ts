import { z } from 'zod';
import { chapterKey, COMMENT_FROM, defaultConfig, type Known, MODES, MOST_COMMENTS, ON_ERROR } from './config.ts';
import type { Notes } from './note.ts';
import { anyOf, digits } from './words.ts';

const DEFAULTS = defaultConfig();

/** Labels that the file may speak of. */
const MOST_LABELS = 50;

/** The keys that say when and how a pull request is spoken to. */
export function conversationSchema(known: Known, notes: Notes) {
  const mode = z.enum(MODES, { error: anyOf(MODES) });
  mode.register(notes, {
    id: 'mode',
    description:
      '`comment`: comments and the check run. `check`: the check run alone. `skip`: a check run that says so.',
  });
  return {
    max_comments: integer(0, MOST_COMMENTS).optional().register(notes, {
      description: 'Inline comments per review at most; the rest is in the summary.',
      default: DEFAULTS.maxComments,
    }),
    comment_from: z
      .enum(COMMENT_FROM, { error: anyOf(COMMENT_FROM) })
      .optional()
      .register(notes, {
        description: 'The weakest finding that gets an inline comment; weaker ones are annotations of the check run.',
        default: DEFAULTS.commentFrom,
      }),
    on_error: z
      .enum(ON_ERROR, { error: anyOf(ON_ERROR) })
      .optional()
      .register(notes, {
        description: 'How the check run ends when a review breaks off through no fault of the change.',
        default: DEFAULTS.onError,
      }),
    drafts: mode.optional().register(notes, { description: 'Draft pull requests.', default: DEFAULTS.drafts }),
    bots: mode.optional().register(notes, { description: 'Pull requests opened by bots.', default: DEFAULTS.bots }),
    labels: labelsSchema(mode).register(notes, {
      description: 'Pull requests with a label, by its name; of several modes that apply, the quietest holds.',
      default: DEFAULTS.labels,
    }),
    not_dismissible: notDismissibleSchema(known, notes),
  };
}

function labelsSchema(mode: z.ZodEnum<{ [M in (typeof MODES)[number]]: M }>) {
  const error = 'a mapping from labels to modes';
  const tooMany = `\`labels\` has more than ${digits(MOST_LABELS)} labels`;
  return z
    .record(z.string(), mode, { error })
    .refine((labels) => Object.keys(labels).length <= MOST_LABELS, { error: tooMany })
    .optional();
}

function notDismissibleSchema({ checks, chapters }: Known, notes: Notes) {
  const names = [
    ...chapters.map(({ number }) => chapterKey(number)),
    ...checks.flatMap(({ id, formerly }) => [id, ...formerly]),
  ];
  const name = z.enum(names, { error: 'a chapter such as `ch16`, or the id of a check' });
  name.register(notes, { id: 'checkOrChapter' });
  return z.array(name, { error: 'a list of chapters and checks' }).optional().register(notes, {
    description: 'Chapters and checks whose findings nobody can dismiss on a pull request, by a reply or otherwise.',
    default: DEFAULTS.notDismissible,
  });
}

export function integer(min: number, max: number) {
  const error = `a whole number from ${digits(min)} to ${digits(max)}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}
