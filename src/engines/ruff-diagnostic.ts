import type { Diagnostic } from '@astral-sh/ruff-wasm-nodejs';
import type { RuffDiagnostic } from '../core/facts.ts';
import type { Span } from '../core/flow.ts';

/**
 * A diagnostic in our words. Its places need no change: they are 1-based with exclusive ends, count UTF-16 units and a byte order
 * mark as one, have our line breaks, and lie within the text.
 */
export function readDiagnostic({ code, message, fix, ...place }: Diagnostic): RuffDiagnostic {
  return {
    code: code ?? '',
    message,
    span: span(place.start_location, place.end_location),
    ...(fix ? { fix: { title: fix.message ?? `Fix ${code}`, edits: fix.edits.map(readEdit) } } : {}),
  };
}

type RuffEdit = NonNullable<Diagnostic['fix']>['edits'][number];

/** A deletion has no content. */
function readEdit(edit: RuffEdit): { readonly span: Span; readonly text: string } {
  return { span: span(edit.location, edit.end_location), text: edit.content ?? '' };
}

type Place = Diagnostic['start_location'];

function span(start: Place, end: Place): Span {
  return { line: start.row, col: start.column, endLine: end.row, endCol: end.column };
}
