import type { Account, Repository } from '../model.ts';

/** How a person belongs to the repository, in GitHub's words. */
export function association(
  repository: Repository,
  account: Account,
): 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'CONTRIBUTOR' | 'NONE' {
  if (account === repository.owner) return 'OWNER';
  const access = repository.collaborators.get(account.login.toLowerCase());
  if (access === undefined) return 'NONE';
  return repository.owner.type === 'Organization' ? 'MEMBER' : 'COLLABORATOR';
}
