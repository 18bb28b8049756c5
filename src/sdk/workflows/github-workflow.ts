import type { DataDocument, YamlFile } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';
import { FILE_START, lineStarts, offsetOf, spanAt } from '../../core/span.ts';
import { isTable, listAt, tableAt, textAtPath } from '../tables.ts';
import type { Table } from '../tables.ts';

/** GitHub's workflows and composite actions as jobs and steps. */

export type DataPath = readonly (string | number)[];

export interface WorkflowStep {
  readonly path: DataPath;
  /** `actions/checkout@v4`. */
  readonly uses?: string;
  readonly run?: string;
  readonly condition?: string;
  readonly workingDirectory?: string;
  /** What `with` hands to the action. */
  readonly inputs: Table;
  readonly env: Table;
}

export interface WorkflowJob {
  readonly path: DataPath;
  /** A workflow that the job calls instead of having steps. */
  readonly uses?: string;
  readonly condition?: string;
  readonly env: Table;
  readonly steps: readonly WorkflowStep[];
  /** The job as written. */
  readonly data: Table;
}

export interface Workflow {
  readonly document: DataDocument;
  /** Names of the events; empty for an action. */
  readonly triggers: readonly string[];
  readonly kind: 'workflow' | 'action';
  readonly env: Table;
  /** A composite action counts as one job. */
  readonly jobs: readonly WorkflowJob[];
}

/** The workflow or composite action that a file holds; undefined for other YAML. */
export function readWorkflow({ documents }: YamlFile): Workflow | undefined {
  const [document] = documents;
  if (!document || !isTable(document.data)) return undefined;
  const { data } = document;
  const runs = tableAt(data, 'runs');
  if (Array.isArray(runs['steps'])) {
    const job = { path: ['runs'], env: {}, steps: stepsAt(data, ['runs']), data: runs };
    return { document, triggers: [], kind: 'action', env: {}, jobs: [job] };
  }
  const jobs = Object.keys(tableAt(data, 'jobs')).map((id) => jobAt(data, ['jobs', id]));
  return jobs.length === 0
    ? undefined
    : { document, triggers: triggersOf(data['on'] ?? data['true']), kind: 'workflow', env: tableAt(data, 'env'), jobs };
}

function triggersOf(on: unknown): readonly string[] {
  if (typeof on === 'string') return [on];
  if (Array.isArray(on)) return on.filter((name) => typeof name === 'string');
  return isTable(on) ? Object.keys(on) : [];
}

function jobAt(data: Table, path: DataPath): WorkflowJob {
  const job = tableAt(data, ...path);
  return { path, ...optional(job), env: tableAt(job, 'env'), steps: stepsAt(data, path), data: job };
}

function stepsAt(data: Table, path: DataPath): readonly WorkflowStep[] {
  return listAt(data, ...path, 'steps').flatMap((step, index): readonly WorkflowStep[] => {
    if (!isTable(step)) return [];
    const run = textAtPath(step, 'run');
    const workingDirectory = textAtPath(step, 'working-directory');
    const own = { path: [...path, 'steps', index], inputs: tableAt(step, 'with'), env: tableAt(step, 'env') };
    return [
      {
        ...own,
        ...optional(step),
        ...(run !== undefined && { run }),
        ...(workingDirectory !== undefined && { workingDirectory }),
      },
    ];
  });
}

function optional(table: Table): { readonly uses?: string; readonly condition?: string } {
  const uses = textAtPath(table, 'uses');
  const condition = table['if'];
  return {
    ...(uses === undefined ? {} : { uses }),
    ...(condition === undefined
      ? {}
      : { condition: typeof condition === 'string' ? condition : JSON.stringify(condition) }),
  };
}

/** Where a text stands within a value of the file; the value as a whole where it is written in another way there. */
export function placeWithin(file: YamlFile, document: DataDocument, path: DataPath, needle: string): Span {
  const whole = document.spanOf(path) ?? FILE_START;
  const starts = lineStarts(file.text);
  const from = offsetOf(starts, whole.line, whole.col, file.text.length);
  const to = offsetOf(starts, whole.endLine, whole.endCol, file.text.length);
  const found = file.text.slice(from, to).indexOf(needle);
  return found < 0 ? whole : spanAt(starts, from + found, from + found + needle.length);
}

/** `owner/name`, perhaps with a folder, and the ref after `@`, of an action or workflow that is taken from GitHub. */
export function readUses(
  uses: string,
): { readonly owner: string; readonly path: string; readonly ref?: string } | undefined {
  if (/^\.|^docker:\/\/|\$\{\{/.test(uses)) return undefined;
  const [path = '', ref] = uses.trim().split('@');
  const [owner = '', name = ''] = path.split('/');
  return owner === '' || name === '' ? undefined : { owner, path, ...(ref === undefined ? {} : { ref }) };
}
