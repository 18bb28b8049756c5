import { numberOf, recordOf, recordsOf, textOf } from './json.ts';
import { invalidRequest, validationFailed } from './refusal.ts';
import type { JsonRecord } from './json.ts';
import type { Annotation, CheckRun } from './model.ts';

const longestText = 65_535;
const longestMessage = 64 * 1024;
const longestTitle = 255;

/** What is wrong with one annotation; GitHub itself only says that the field is invalid. */
function annotationProblem(annotation: JsonRecord): string | undefined {
  const start = numberOf(annotation, 'start_line') ?? 0;
  const end = numberOf(annotation, 'end_line') ?? 0;
  const [from, to] = [numberOf(annotation, 'start_column'), numberOf(annotation, 'end_column')];
  if (start < 1) return 'start_line';
  if (end < start) return 'end_line';
  if ((textOf(annotation, 'path') ?? '') === '') return 'path';
  if ((textOf(annotation, 'message') ?? '') === '') return 'message';
  if ((from === undefined) !== (to === undefined)) return 'columns';
  if (from !== undefined && to !== undefined && (start !== end || from < 1 || to < from)) return 'columns';
  for (const field of ['message', 'raw_details']) {
    if (Buffer.byteLength(textOf(annotation, field) ?? '') > longestMessage) return field;
  }
  return [...(textOf(annotation, 'title') ?? '')].length > longestTitle ? 'title' : undefined;
}

/** Refuses what GitHub's description leaves open: bytes of texts, lines and columns of annotations, statuses that contradict. */
export function checkRunRules(body: JsonRecord, known?: CheckRun): void {
  const output = recordOf(body, 'output');
  if (output) {
    for (const field of ['summary', 'text']) {
      const bytes = Buffer.byteLength(textOf(output, field) ?? '');
      if (bytes > longestText)
        throw invalidRequest(`Only ${longestText} characters are allowed; ${bytes} were supplied.`);
    }
    if (recordsOf(output, 'annotations').some((each) => annotationProblem(each) !== undefined)) {
      throw validationFailed({ resource: 'CheckRun', code: 'invalid', field: 'annotations' });
    }
  }
  const status = textOf(body, 'status');
  const conclusion = textOf(body, 'conclusion');
  if (conclusion === 'stale') throw validationFailed({ resource: 'CheckRun', code: 'invalid', field: 'conclusion' });
  if (status === 'completed' && conclusion === undefined && known?.conclusion == null) {
    throw invalidRequest('"conclusion" wasn\'t supplied.');
  }
  if (known?.status === 'completed' && status !== undefined && status !== 'completed') {
    throw validationFailed({
      resource: 'CheckRun',
      code: 'invalid',
      field: 'status',
      message: 'A completed check run cannot go back',
    });
  }
}

export function annotationsOf(output: JsonRecord): Annotation[] {
  return recordsOf(output, 'annotations').map((each) => ({
    path: textOf(each, 'path') ?? '',
    startLine: numberOf(each, 'start_line') ?? 1,
    endLine: numberOf(each, 'end_line') ?? 1,
    startColumn: numberOf(each, 'start_column') ?? null,
    endColumn: numberOf(each, 'end_column') ?? null,
    level: textOf(each, 'annotation_level') ?? 'notice',
    title: textOf(each, 'title') ?? null,
    message: textOf(each, 'message') ?? '',
    rawDetails: textOf(each, 'raw_details') ?? null,
  }));
}
