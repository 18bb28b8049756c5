import type { Json, JsonRecord } from './json.ts';

/** An answer other than success, in GitHub's words. Thrown by handlers, turned into a response by the server. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: JsonRecord;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: JsonRecord, headers: Readonly<Record<string, string>> = {}) {
    super(typeof body.message === 'string' ? body.message : `HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export function notFound(): Refusal {
  return new Refusal(404, { message: 'Not Found' });
}

export function badCredentials(message = 'Bad credentials'): Refusal {
  return new Refusal(401, { message });
}

/** The installation lacks a permission; `accepted` says which would do: `checks=write`, alternatives joined by `; `. */
export function missingPermission(accepted: string): Refusal {
  return new Refusal(
    403,
    { message: 'Resource not accessible by integration' },
    { 'x-accepted-github-permissions': accepted },
  );
}

/** 422 whose errors are sentences: how reviews are refused. */
export function unprocessable(...errors: readonly string[]): Refusal {
  return new Refusal(422, { message: 'Unprocessable Entity', errors });
}

/** 422 whose errors name a resource and a field. */
export function validationFailed(...errors: readonly Json[]): Refusal {
  return new Refusal(422, { message: 'Validation Failed', errors });
}

/** 422 of GitHub's schema check, which stands before any other rule. */
export function invalidRequest(...sentences: readonly string[]): Refusal {
  return new Refusal(422, { message: `Invalid request.\n\n${sentences.join('\n')}` });
}
