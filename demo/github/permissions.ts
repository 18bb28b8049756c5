import { badCredentials, missingPermission, notFound, Refusal } from './refusal.ts';
import type { Actor, Needs, Route } from './call.ts';
import type { Access, Permissions, Repository } from './model.ts';

const ranks: Readonly<Record<Access, number>> = { read: 1, write: 2, admin: 3 };

/** As in `X-Accepted-GitHub-Permissions`: alternatives joined by `; `. */
export function acceptedPermissions(needs: Needs): string {
  return needs
    .map((each) =>
      Object.entries(each)
        .map(([name, access]) => `${name}=${access}`)
        .join(','),
    )
    .join('; ');
}

export function holds(permissions: Permissions, need: Readonly<Record<string, Access>>): boolean {
  return Object.entries(need).every(([name, access]) => {
    const held = permissions[name] ?? (name === 'metadata' ? 'read' : undefined);
    return held !== undefined && ranks[held] >= ranks[access];
  });
}

function onlyReads(needs: Needs): boolean {
  return needs.every((each) => Object.values(each).every((access) => access === 'read'));
}

function checkPerson(actor: Extract<Actor, { kind: 'user' }>, repository: Repository, needs: Needs): void {
  const role =
    actor.account === repository.owner ? 'admin' : repository.collaborators.get(actor.account.login.toLowerCase());
  if (repository.private && role === undefined) throw notFound();
  // Anybody who can read may comment; only the contents and checks of a repository take more.
  const opens = needs.some((need) =>
    Object.entries(need).every(
      ([name, access]) => access === 'read' || name === 'issues' || name === 'pull_requests' || name === 'checks',
    ),
  );
  if (!opens && role !== 'admin' && role !== 'write' && role !== 'maintain')
    throw new Refusal(403, { message: 'Must have write access to the repository' });
}

function checkNobody(repository: Repository | undefined, needs: Needs): void {
  if (repository && !repository.private && onlyReads(needs)) return;
  throw repository ? notFound() : badCredentials('Requires authentication');
}

function checkInstallation(
  actor: Extract<Actor, { kind: 'installation' }>,
  repository: Repository | undefined,
  needs: Needs,
): void {
  if (actor.installation.suspended) throw new Refusal(403, { message: 'This installation has been suspended' });
  if (repository) {
    if (!repository.private && onlyReads(needs)) return;
    const own = repository.installed && repository.owner === actor.installation.account;
    const inside = own && (actor.repositories?.has(repository.id) ?? true);
    if (!inside) throw repository.private ? notFound() : missingPermission(acceptedPermissions(needs));
  }
  const allowed = needs.length === 0 || needs.some((need) => holds(actor.permissions, need));
  if (!allowed) throw missingPermission(acceptedPermissions(needs));
}

/** Refuses callers whom GitHub would refuse. What a private repository holds is not found rather than forbidden. */
export function checkAccess(actor: Actor, route: Route, repository: Repository | undefined): void {
  const needs = route.needs ?? [];
  if (route.auth === 'nobody') return;
  if (route.auth === 'app') {
    if (actor.kind === 'nobody') throw badCredentials('Requires authentication');
    if (actor.kind !== 'app') throw badCredentials('A JSON web token could not be decoded');
    return;
  }
  if (actor.kind === 'app') throw new Refusal(403, { message: 'Resource not accessible by integration' });
  if (actor.kind === 'nobody') checkNobody(repository, needs);
  else if (actor.kind === 'installation') checkInstallation(actor, repository, needs);
  else if (repository) checkPerson(actor, repository, needs);
}
