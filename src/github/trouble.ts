/**
 * What can go wrong with GitHub, by what there is to do about it. Messages name the request by its template and the status;
 * they never hold a header, an address with its parameters, or a body that was sent.
 */

export type TroubleKind =
  /** 5xx: it may have been done all the same. */
  | 'server'
  /** No answer, or only a part of one: it may have been done. */
  | 'network'
  /** The answer is not what GitHub documents. */
  | 'shape'
  /** A rate limit: it was not done. */
  | 'limit';

/** Passing trouble: the job is to be tried again later. */
export class GitHubTrouble extends Error {
  override readonly name = 'GitHubTrouble';
  readonly kind: TroubleKind;
  /** Earliest time to try again, where GitHub said one. */
  readonly retryAfterSeconds: number | undefined;
  /** HTTP status, where an error of GitHub's came with one. */
  readonly status: number | undefined;

  constructor(
    kind: TroubleKind,
    message: string,
    { retryAfterSeconds, status }: { readonly retryAfterSeconds?: number | undefined; readonly status?: number } = {},
  ) {
    super(message);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
    this.status = status;
  }
}

/** The installation lacks a permission; trying again does not help. */
export class PermissionMissing extends Error {
  override readonly name = 'PermissionMissing';
  /** As GitHub names them: `pull_requests=write`; several sets that would do are parted by `; `. Empty where it did not say. */
  readonly permissions: string;

  constructor(message: string, permissions: string) {
    super(message);
    this.permissions = permissions;
  }
}

/** The repository, pull request or commit is not there, or not for us. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

/** The two ends of the change have no commit in common: until somebody pushes, there is no change to look at. */
export class Unrelated extends Error {
  override readonly name = 'Unrelated';
}

/** GitHub understood the request and refuses it: the same request will be refused again. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** The pull request has moved on, or was closed, since the job started; nothing was written. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
  /** The head as it is now. */
  readonly head: string;

  constructor(message: string, head: string) {
    super(message);
    this.head = head;
  }
}

/** Trouble after which nobody knows whether the request was carried out. */
export function isUncertain(error: unknown): boolean {
  return error instanceof GitHubTrouble && error.kind !== 'limit';
}
