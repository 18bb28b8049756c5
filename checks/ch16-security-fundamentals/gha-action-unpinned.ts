import {
  at,
  defineCheck,
  isPublishedImage,
  parseImage,
  readUses,
  readWorkflow,
  shortName,
  tableAt,
  yaml,
} from '../../src/sdk/check.ts';
import type { DataPath, Draft, Workflow, YamlFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Action on a moving reference',
  on: 'yaml',
  bullet: 'Runtime',
  severity: 'warning',
  preset: 'recommended',
  why: `An action runs with the token of the job. On a branch it is whatever its owner, or whoever took over the owner's account,
    pushed last; the next run takes it without anybody's review. Only a commit's full hash cannot change.`,
  whenNotTo: 'The action belongs to the same people as this repository, and is released from its main branch.',
  files: ['.github/workflows/*.yml', '.github/workflows/*.yaml', 'action.yml', 'action.yaml'],
  options: {
    require_sha: {
      type: 'boolean',
      default: false,
      about: 'Report tags too, of all owners that are not trusted: a tag can be moved.',
    },
    require_permissions: {
      type: 'boolean',
      default: false,
      about: 'Report workflows that leave the rights of their token to the default.',
    },
    trusted_owners: { type: 'strings', default: ['actions', 'github'], about: 'Owners whose tags count as fixed.' },
  },
  examples: [
    {
      title: 'Pin the commit, and note its version beside it',
      bad: yaml`
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v5
              - uses: acme/deploy@main  # <-
              - uses: acme/tools/notify@refs/heads/v2-next  # <-
              - uses: acme/audit@4f1c2ab  # <-
      `,
      good: yaml`
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v5
              - uses: acme/deploy@4f1c2ab0c0ffee000000000000000000000abcd0 # v3.2.0
              - uses: acme/tools/notify@v2.1.0
              - uses: acme/audit@4f1c2ab0c0ffee000000000000000000000abcd0 # v1.0.2
      `,
    },
    {
      title: 'An image is an action too',
      bad: yaml`
        runs:
          using: composite
          steps:
            - uses: docker://ghcr.io/acme/lint  # <-
      `,
      good: yaml`
        runs:
          using: composite
          steps:
            - uses: docker://ghcr.io/acme/lint:2.4.0
      `,
    },
  ],
  quiet: [
    yaml`
      on: push
      jobs:
        shared:
          uses: acme/.github/.github/workflows/python.yml@main
        own:
          uses: ./.github/workflows/test.yml
        steps:
          runs-on: ubuntu-latest
          steps:
            - uses: ./actions/setup
            - uses: pypa/gh-action-pypi-publish@release/v1
            - uses: acme/deploy@v3
            - uses: acme/dated@20261127
            - uses: acme/\${{ matrix.action }}@main
            - uses: docker://alpine:3.22
            - run: echo "uses acme/deploy@main"
    `,
    at(
      'docs/workflow.yml',
      yaml`
        on: push
        jobs: { a: { steps: [{ uses: acme/deploy@main }] } }
      `,
    ),
  ],
  *run(file) {
    const workflow = readWorkflow(file);
    if (!workflow) return;
    const { data } = workflow.document;
    if (
      file.options.require_permissions &&
      workflow.kind === 'workflow' &&
      tableAt(data)['permissions'] === undefined
    ) {
      const open = workflow.jobs.find((job) => job.data['permissions'] === undefined);
      const place = open && workflow.document.spanOf(open.path, 'key');
      if (place)
        yield {
          at: place,
          key: 'permissions',
          severity: 'notice',
          message: 'The token has the default rights here; set `permissions`, `contents: read` to begin with.',
        };
    }
    // A workflow of one's own organisation is called by its branch on purpose.
    if (file.options.require_sha)
      for (const { uses, path } of workflow.jobs)
        if (uses !== undefined) yield* judge(file, workflow, { uses, path: [...path, 'uses'] });
    for (const { steps } of workflow.jobs)
      for (const { uses, path } of steps)
        if (uses !== undefined) yield* judge(file, workflow, { uses, path: [...path, 'uses'] });
  },
});

interface Use {
  readonly uses: string;
  readonly path: DataPath;
}

type Configured = YamlFile & {
  readonly options: { readonly require_sha: boolean; readonly trusted_owners: readonly string[] };
};

/** Branches by the names that they usually have. Others, `release/v1` for one, may be what the owner asks to use. */
const BRANCH =
  /^(refs\/heads\/.*|main|master|trunk|develop|development|dev|devel|next|head|nightly|edge|canary|latest|unstable)$/i;

function* judge({ options }: Configured, { document }: Workflow, { uses, path }: Use): Iterable<Draft> {
  const span = document.spanOf(path);
  const message = uses.startsWith('docker://')
    ? problemOfImage(uses, options.require_sha)
    : problemOfAction(uses, options);
  if (span && message !== undefined) yield { at: span, message, key: uses };
}

function problemOfAction(
  uses: string,
  { require_sha: strict, trusted_owners: trusted }: Configured['options'],
): string | undefined {
  const action = readUses(uses);
  if (action?.ref === undefined || /^[0-9a-f]{40}$/i.test(action.ref)) return undefined;
  const name = shortName(action.path);
  if (BRANCH.test(action.ref))
    return `\`${name}\` is whatever was pushed to \`${shortName(action.ref.replace('refs/heads/', ''))}\` last; pin a commit's full hash.`;
  if (/^(?=.*\d)(?=.*[a-f])[0-9a-f]{7,39}$/.test(action.ref))
    return `GitHub takes no shortened hash, so \`${name}\` is not found; write all 40 digits.`;
  return strict && !trusted.includes(action.owner)
    ? `The tag of \`${name}\` can be moved to other code; pin a commit's full hash.`
    : undefined;
}

function problemOfImage(uses: string, strict: boolean): string | undefined {
  const image = parseImage(uses.slice('docker://'.length));
  if (image.digest !== undefined || uses.includes('${{')) return undefined;
  const isMoving = image.tag === undefined || BRANCH.test(image.tag);
  if (!strict && (!isMoving || (image.tag === undefined && !isPublishedImage(image)))) return undefined;
  return `\`${shortName(image.name)}\` can be replaced under its tag; name ${isMoving ? 'a version' : 'its digest'}.`;
}
