import { connection } from './graphql-connection.ts';
import { requireAccess } from './graphql-access.ts';
import type { GraphqlContext } from './graphql-access.ts';
import type { Page } from './graphql-connection.ts';
import type { CheckRun, CheckSuite, Repository } from './model.ts';

interface Filter {
  readonly filterBy?: {
    readonly appId?: number | null;
    readonly checkName?: string | null;
    readonly checkType?: 'ALL' | 'LATEST' | null;
  } | null;
}

function runNode(run: CheckRun) {
  return {
    __typename: 'CheckRun',
    id: `CR_${run.id}`,
    databaseId: run.id,
    name: run.name,
    externalId: run.externalId,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
  };
}

function suiteNode(context: GraphqlContext, suite: CheckSuite) {
  const { app } = context.world;
  const all = suite.repository.checkRuns.filter((run) => run.suite === suite);
  return {
    __typename: 'CheckSuite',
    id: `CS_${suite.id}`,
    databaseId: suite.id,
    app: { __typename: 'App', id: `A_${app.id}`, databaseId: app.id, slug: app.slug, name: app.name },
    checkRuns({ filterBy, ...page }: Page & Filter) {
      const named = all.filter((run) => filterBy?.checkName == null || run.name === filterBy.checkName);
      // As in REST, the last run of each name unless all are asked for.
      const runs = filterBy?.checkType === 'ALL' ? named : [...new Map(named.map((run) => [run.name, run])).values()];
      return connection(runs, page, runNode);
    },
  };
}

/** The check suites of a commit. A filter by name leaves those that have a run of that name. */
export function commitSuites(repository: Repository, sha: string) {
  return ({ filterBy, ...page }: Page & Filter, context: GraphqlContext) => {
    requireAccess(context, { checks: 'read' });
    const suites = repository.checkSuites.filter(
      (suite) =>
        suite.sha === sha &&
        (filterBy?.appId == null || filterBy.appId === context.world.app.id) &&
        (filterBy?.checkName == null ||
          repository.checkRuns.some((run) => run.suite === suite && run.name === filterBy.checkName)),
    );
    return connection(suites, page, (suite) => suiteNode(context, suite));
  };
}
