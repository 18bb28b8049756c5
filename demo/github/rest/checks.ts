import { annotationsOf, checkRunRules } from '../check-rules.ts';
import { ensureSuite } from '../check-suites.ts';
import { author, listAnswer, paginate, repositoryOf } from '../call.ts';
import { recordOf, recordsOf, textOf } from '../json.ts';
import { missingPermission, notFound, Refusal } from '../refusal.ts';
import { annotationShape, checkRunShape, checkSuiteShape } from '../shapes/check.ts';
import { commitOf } from './repos.ts';
import type { Answer, Call, Routes } from '../call.ts';
import type { CheckRun, CheckSuite } from '../model.ts';

/** Writes the fields that a request carries into the run. Annotations are added to those that are there. */
function apply(call: Call, run: CheckRun): void {
  const { body } = call;
  run.name = textOf(body, 'name') ?? run.name;
  run.detailsUrl = textOf(body, 'details_url') ?? run.detailsUrl;
  run.externalId = textOf(body, 'external_id') ?? run.externalId;
  run.startedAt = textOf(body, 'started_at') ?? run.startedAt;
  const conclusion = textOf(body, 'conclusion');
  const status = textOf(body, 'status');
  if (conclusion !== undefined) {
    run.conclusion = conclusion;
    run.status = 'completed';
    run.completedAt = textOf(body, 'completed_at') ?? call.world.timestamp();
  } else if (
    status === 'queued' ||
    status === 'in_progress' ||
    status === 'waiting' ||
    status === 'requested' ||
    status === 'pending'
  )
    run.status = status;
  const output = recordOf(body, 'output');
  if (output) {
    run.title = textOf(output, 'title') ?? run.title;
    run.summary = textOf(output, 'summary') ?? run.summary;
    run.text = textOf(output, 'text') ?? run.text;
    run.annotations.push(...annotationsOf(output));
  }
  if (body.actions !== undefined) {
    run.actions = recordsOf(body, 'actions').map((each) => ({
      label: textOf(each, 'label') ?? '',
      description: textOf(each, 'description') ?? '',
      identifier: textOf(each, 'identifier') ?? '',
    }));
  }
  run.suite.updatedAt = call.world.timestamp();
}

/** Only Apps write checks; people are refused. */
function onlyApps(call: Call): void {
  if (call.actor.kind !== 'installation')
    throw new Refusal(403, { message: 'You must authenticate via a GitHub App.' });
}

async function create(call: Call): Promise<Answer> {
  onlyApps(call);
  const repository = repositoryOf(call);
  const { sha } = await commitOf(repository, textOf(call.body, 'head_sha') ?? '');
  checkRunRules(call.body);
  const run: CheckRun = {
    id: call.world.nextId(),
    repository,
    suite: ensureSuite(call.world, repository, { sha }),
    sha,
    annotations: [],
    name: '',
    detailsUrl: null,
    externalId: '',
    status: 'queued',
    conclusion: null,
    startedAt: call.world.timestamp(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    actions: [],
  };
  apply(call, run);
  run.suite.requeued = false;
  repository.checkRuns.push(run);
  const sender = author(call).author;
  await call.events.checkRun(run, 'created', { sender });
  if (run.status === 'completed') await call.events.checkRun(run, 'completed', { sender });
  return { status: 201, body: await checkRunShape(call.world, run) };
}

function runOf(call: Call): CheckRun {
  const found = repositoryOf(call).checkRuns.find((run) => run.id === Number(call.params.check_run_id));
  if (!found) throw notFound();
  return found;
}

function suiteOf(call: Call): CheckSuite {
  const found = repositoryOf(call).checkSuites.find((suite) => suite.id === Number(call.params.check_suite_id));
  if (!found) throw notFound();
  return found;
}

async function update(call: Call): Promise<Answer> {
  onlyApps(call);
  const run = runOf(call);
  checkRunRules(call.body, run);
  const before = run.status;
  apply(call, run);
  if (before !== 'completed' && run.status === 'completed')
    await call.events.checkRun(run, 'completed', { sender: author(call).author });
  return { body: await checkRunShape(call.world, run) };
}

/** The last run of each name, unless `filter=all`; newest first. */
async function listRuns(call: Call, runs: readonly CheckRun[]): Promise<Answer> {
  const { query } = call;
  const name = query.get('check_name');
  const status = query.get('status');
  const appId = query.get('app_id');
  const found = runs
    .filter((run) => (name === null || run.name === name) && (status === null || run.status === status))
    .filter(() => appId === null || Number(appId) === call.world.app.id);
  const latest = query.get('filter') === 'all' ? found : [...new Map(found.map((run) => [run.name, run])).values()];
  const page = paginate(
    call,
    latest.toSorted((a, b) => b.id - a.id),
  );
  return {
    body: {
      total_count: latest.length,
      check_runs: await Promise.all(page.items.map((run) => checkRunShape(call.world, run))),
    },
    headers: page.headers,
  };
}

async function runsForRef(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const { sha } = await commitOf(repository, call.params.ref ?? '');
  return listRuns(
    call,
    repository.checkRuns.filter((run) => run.sha === sha),
  );
}

async function suitesForRef(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const { sha } = await commitOf(repository, call.params.ref ?? '');
  const appId = call.query.get('app_id');
  const found = repository.checkSuites.filter(
    (suite) => suite.sha === sha && (appId === null || Number(appId) === call.world.app.id),
  );
  const page = paginate(call, found);
  return {
    body: {
      total_count: found.length,
      check_suites: await Promise.all(page.items.map((suite) => checkSuiteShape(call.world, suite))),
    },
    headers: page.headers,
  };
}

/** The suite goes back to queued; the run itself stays as it is. */
async function rerequest(call: Call, suite: CheckSuite, run?: CheckRun): Promise<Answer> {
  if (call.actor.kind === 'nobody') throw missingPermission('checks=write');
  suite.requeued = true;
  const sender = author(call).author;
  if (run) await call.events.checkRun(run, 'rerequested', { sender });
  else await call.events.checkSuite(suite, 'rerequested', sender);
  return { status: 201, body: {} };
}

const read = [{ checks: 'read' }] as const;
const write = [{ checks: 'write' }] as const;

export const checkRoutes: Routes = {
  'checks/create': { needs: write, handle: create },
  'checks/update': { needs: write, handle: update },
  'checks/get': { needs: read, handle: async (call) => ({ body: await checkRunShape(call.world, runOf(call)) }) },
  'checks/list-annotations': {
    needs: read,
    handle(call) {
      const run = runOf(call);
      return listAnswer(call, run.annotations, (annotation) => annotationShape(call.world, run, annotation));
    },
  },
  'checks/rerequest-run': { needs: write, handle: (call) => rerequest(call, runOf(call).suite, runOf(call)) },
  'checks/rerequest-suite': { needs: write, handle: (call) => rerequest(call, suiteOf(call)) },
  'checks/get-suite': {
    needs: read,
    handle: async (call) => ({ body: await checkSuiteShape(call.world, suiteOf(call)) }),
  },
  'checks/list-for-suite': {
    needs: read,
    handle: (call) =>
      listRuns(
        call,
        repositoryOf(call).checkRuns.filter((run) => run.suite === suiteOf(call)),
      ),
  },
  'checks/list-for-ref': { needs: read, handle: runsForRef },
  'checks/list-suites-for-ref': { needs: read, handle: suitesForRef },
};
