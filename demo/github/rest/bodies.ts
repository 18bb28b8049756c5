import { validationFailed } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';

/** Longest body of a comment, a review or a pull request, in characters. */
export const longestBody = 65_536;

/** Refuses a blank or too long body as GitHub does; `resource` is GitHub's name for the thing. */
export function checkBody(body: string | undefined, resource: string): string {
  if (body === undefined || body.trim() === '') {
    throw validationFailed({ resource, code: 'missing_field', field: 'body', message: "body can't be blank" });
  }
  if ([...body].length > longestBody) throw tooLong(resource);
  return body;
}

export function tooLong(resource: string): Refusal {
  return validationFailed({
    resource,
    code: 'custom',
    field: 'body',
    message: `body is too long (maximum is ${longestBody} characters)`,
  });
}
