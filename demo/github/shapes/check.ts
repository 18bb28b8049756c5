import { appStamp } from './account.ts';
import { pullPointer } from './pull.ts';
import { repositoryPage, repositoryShape, repositoryUrl } from './repository.ts';
import { simpleCommitShape } from './commit.ts';
import { readCommit } from '../git-objects.ts';
import { pullsAt, suiteState } from '../world.ts';
import type { JsonRecord } from '../json.ts';
import type { Annotation, CheckRun, CheckSuite, Repository } from '../model.ts';
import type { World } from '../world.ts';

function pointers(world: World, repository: Repository, sha: string): Promise<JsonRecord[]> {
  return Promise.all(pullsAt(repository, sha).map((pull) => pullPointer(world, pull)));
}

export async function checkRunShape(world: World, run: CheckRun): Promise<JsonRecord> {
  const url = `${repositoryUrl(world, run.repository)}/check-runs/${run.id}`;
  const page = `${repositoryPage(world, run.repository)}/runs/${run.id}`;
  return {
    id: run.id,
    node_id: `CR_${run.id}`,
    name: run.name,
    head_sha: run.sha,
    external_id: run.externalId,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: appStamp(world),
    pull_requests: await pointers(world, run.repository, run.sha),
  };
}

export function annotationShape(world: World, run: CheckRun, annotation: Annotation): JsonRecord {
  const path = annotation.path.split('/').map(encodeURIComponent).join('/');
  return {
    path: annotation.path,
    blob_href: `${repositoryPage(world, run.repository)}/blob/${run.sha}/${path}`,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    start_column: annotation.startColumn,
    end_column: annotation.endColumn,
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
    raw_details: annotation.rawDetails,
  };
}

/** Branch whose head the commit is; null for commits of forks, whose pushes GitHub does not see. */
function headBranch(repository: Repository, sha: string): string | null {
  return (
    [...repository.pulls.values()].find((pull) => pull.head === sha && pull.headRepository === repository)
      ?.headBranch ?? null
  );
}

export async function checkSuiteShape(world: World, suite: CheckSuite): Promise<JsonRecord> {
  const url = `${repositoryUrl(world, suite.repository)}/check-suites/${suite.id}`;
  const { status, conclusion, runs } = suiteState(suite);
  const commit = await readCommit(suite.repository.store, suite.sha);
  return {
    id: suite.id,
    node_id: `CS_${suite.id}`,
    head_branch: headBranch(suite.repository, suite.sha),
    head_sha: suite.sha,
    status,
    conclusion,
    url,
    before: suite.before,
    after: suite.sha,
    pull_requests: await pointers(world, suite.repository, suite.sha),
    app: appStamp(world),
    repository: repositoryShape(world, suite.repository),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
    rerequestable: true,
    runs_rerequestable: true,
    head_commit: commit === undefined ? null : simpleCommitShape(commit),
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
  };
}
