import type { CheckSuite, Repository } from './model.ts';
import type { World } from './world.ts';

/** The App's suite for the commit; made when it is first needed. */
export function ensureSuite(
  world: World,
  repository: Repository,
  commit: { sha: string; before?: string },
): CheckSuite {
  const known = repository.checkSuites.find((suite) => suite.sha === commit.sha);
  if (known) return known;
  const at = world.timestamp();
  const suite: CheckSuite = {
    id: world.nextId(),
    repository,
    sha: commit.sha,
    before: commit.before ?? null,
    createdAt: at,
    updatedAt: at,
    requeued: false,
  };
  repository.checkSuites.push(suite);
  return suite;
}
