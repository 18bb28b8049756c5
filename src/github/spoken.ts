import { z } from 'zod';
import type { Person, Spoken } from '../core/actions.ts';

export const authorShape = z.object({ __typename: z.string(), login: z.string() }).nullable();

/** A comment of anybody, under a review thread or in the conversation. */
export const commentShape = z.object({
  databaseId: z.number().nullable(),
  body: z.string(),
  createdAt: z.string(),
  author: authorShape,
  editor: authorShape,
});

/** Fields for `commentShape`. */
export const COMMENT_FIELDS = 'databaseId body createdAt author { __typename login } editor { __typename login }';

/** Nothing for a comment that has no number. */
export function spokenOf({ databaseId: id, author: who, ...comment }: z.infer<typeof commentShape>): readonly Spoken[] {
  if (id === null) return [];
  const { editor } = comment;
  // A program may be called as a person is.
  const isEditedByOther = editor !== null && (editor.login !== who?.login || editor.__typename !== who.__typename);
  return [{ id, author: personOf(who), body: comment.body, at: comment.createdAt, isEditedByOther }];
}

export function personOf(who: z.infer<typeof authorShape>): Person {
  return { login: who?.login ?? '', isBot: who?.__typename === 'Bot' };
}
