import type { Severity } from '../../core/flow.ts';
import type { DataPath, Workflow, WorkflowJob, WorkflowStep } from './github-workflow.ts';
import { listAt, tableAt, textAtPath } from '../tables.ts';
import type { Table } from '../tables.ts';
import { expressionsIn, innerOf, untrustedIn } from './workflow-expressions.ts';

/** What makes a workflow dangerous: code of strangers, run with the rights of the repository. */

/** Events that run with the repository's rights and secrets although a stranger sets them off. */
const PRIVILEGED: ReadonlySet<string> = new Set(['pull_request_target', 'workflow_run', 'issue_comment']);

export function isPrivileged(triggers: readonly string[]): boolean {
  return triggers.some((name) => PRIVILEGED.has(name));
}

const HEAD =
  /github\.event\.pull_request\.(head\.(sha|ref)|merge_commit_sha)|github\.head_ref|refs\/pull\/.*\/(head|merge)|github\.event\.workflow_run\.(head_(sha|branch|commit\.id)|pull_requests)|github\.event\.pull_request\.head\.repo\.full_name/;

/** The input of a checkout that takes the code of a pull request; `run` for a command that does. */
export function takesHead({ uses = '', run = '', inputs }: WorkflowStep): 'ref' | 'repository' | 'run' | undefined {
  if (uses.startsWith('actions/checkout@')) {
    if (HEAD.test(textAtPath(inputs, 'ref') ?? '')) return 'ref';
    return HEAD.test(textAtPath(inputs, 'repository') ?? '') ? 'repository' : undefined;
  }
  return /\bgh pr checkout\b|\bgit (fetch|pull)\b.*\bpull\/\S*(\$|\d)/.test(run) ? 'run' : undefined;
}

const RUNS_CODE =
  /(^|[\s;&|(])(npm|npx|yarn|pnpm|bun|pip3?\s+install\s+(-e|-r|\.|--requirement|--editable)|python3?\s+\S+\.py|python3?\s+-m\s+(build|pytest|unittest|pip\s+install\s+(-e|-r|\.))|pytest|tox|nox|make|poetry\s+(install|run|build)|uv\s+(sync|run|pip\s+install|build)|pdm|hatch|pre-commit|bash\s+\S+\.sh|sh\s+\S+\.sh|\.\/\S+|mvn|gradle|cargo|go\s+(run|test|build|generate)|docker\s+(build|compose)|docker-compose|mkdocs|sphinx-build|jupyter|conda\s+env)(\s|$)/m;
const ACTIONS_THAT_RUN =
  /^(pre-commit\/action|docker\/build-push-action|docker\/bake-action|pypa\/cibuildwheel|mymindstorm\/setup-emsdk)@/;

/** True for a step that runs what a checkout brought. A checkout into a folder of its own must be named by the step. */
export function runsCode(
  { uses = '', run = '', inputs, workingDirectory }: WorkflowStep,
  job: WorkflowJob,
  folder: string | undefined,
): boolean {
  const directory = workingDirectory ?? textAtPath(job.data, 'defaults', 'run', 'working-directory') ?? '';
  const words = [run, directory, ...Object.values(inputs).filter((value) => typeof value === 'string')];
  const isNear = folder === undefined || words.some((text) => text.includes(folder));
  return isNear && (RUNS_CODE.test(run) || ACTIONS_THAT_RUN.test(uses) || uses.startsWith('./'));
}

/** How much a job that runs the code of a pull request matters: less where somebody has to agree first, or where there is nothing to take. */
export function checkoutSeverityOf({ document, triggers }: Workflow, job: WorkflowJob): Severity {
  const isGated =
    'environment' in job.data || /\blabels?\b|github\.(actor|triggering_actor|event\.sender)/.test(job.condition ?? '');
  const types = listAt(document.data, 'on', 'pull_request_target', 'types');
  const isLabelled = types.length === 1 && types[0] === 'labeled';
  const isHarmless = !canWrite(job.data['permissions'] ?? tableAt(document.data)['permissions']) && !usesSecrets(job);
  return isGated || isLabelled || isHarmless || triggers.length === 0 ? 'warning' : 'error';
}

/** The scripts of a step: its own, and those that it hands to an action that runs them. */
export function scriptsOf({
  path,
  run,
  uses = '',
  inputs,
}: WorkflowStep): readonly { readonly path: DataPath; readonly script: string }[] {
  if (run !== undefined) return [{ path: [...path, 'run'], script: run }];
  const takesScript = /^(actions\/github-script|appleboy\/ssh-action|azure\/(cli|powershell))@/i.test(uses);
  return Object.entries(inputs).flatMap(([name, value]) =>
    takesScript && /^(script|inlineScript)$/.test(name) && typeof value === 'string'
      ? [{ path: [...path, 'with', name], script: value }]
      : [],
  );
}

/** The rights that a job has: all that GitHub gives by default where nothing is said. */
function canWrite(permissions: unknown): boolean {
  if (permissions === undefined || permissions === null) return true;
  if (typeof permissions === 'string') return permissions !== 'read-all';
  return typeof permissions === 'object' && Object.values(permissions).includes('write');
}

/** True where a job is handed secrets, the token that every job has left out. */
function usesSecrets({ data }: WorkflowJob): boolean {
  return /\bsecrets\.(?!GITHUB_TOKEN\b|github_token\b)\w|\bsecrets:\s*inherit|tojson\(\s*secrets/i.test(
    JSON.stringify(data),
  );
}

/** Variables of `env` that hold the text of strangers: `env.title` → what it holds. */
export function taintedBy(...tables: readonly Table[]): ReadonlyMap<string, string> {
  const tainted = new Map<string, string>();
  for (const table of tables) {
    for (const [name, value] of Object.entries(table)) {
      const found = expressionsIn(typeof value === 'string' ? value : '')
        .map((expression) => untrustedIn(innerOf(expression), tainted))
        .find((context) => context !== undefined);
      if (found === undefined) tainted.delete(`env.${name.toLowerCase()}`);
      else tainted.set(`env.${name.toLowerCase()}`, found);
    }
  }
  return tainted;
}

/** Lines of a script that print a secret, or change it so that the log no longer hides it. */
export function printedSecrets(run: string): readonly string[] {
  return run.split('\n').filter((line) => {
    const found = /(.*?)\b(?:echo|printf)\b.*?\$\{\{\s*(?:secrets\.\w+|toJSON\(\s*secrets\s*\))\s*\}\}(.*)$/i.exec(
      line,
    );
    if (!found || line.includes('::add-mask::')) return false;
    const [, before = '', rest = ''] = found;
    // What is captured, written to a file or continued on the next line is not printed here.
    if (/\$\(|`|<<</.test(before) || />|`|\\\s*$/.test(rest)) return false;
    const filter = /^[^|]*\|\s*(\S+)([^|]*)(\|?)/.exec(rest);
    if (!filter) return true;
    return (
      /^(base64|rev|xxd|od|tr|sed|fold|hexdump)$/.test(filter[1] ?? '') &&
      !/\s(-d|-D|--decode)\b/.test(filter[2] ?? '') &&
      filter[3] === ''
    );
  });
}
