export type Side = 'LEFT' | 'RIGHT';

/** One line of a patch. `position` counts from the first `@@`, which is 0, as GitHub's old `position` field does. */
export interface PatchLine {
  readonly hunk: number;
  readonly position: number;
  readonly kind: 'context' | 'added' | 'removed';
  readonly left: number | undefined;
  readonly right: number | undefined;
  readonly text: string;
}

/** The `@@` line of a hunk. */
export interface PatchHunk {
  readonly header: string;
  readonly position: number;
  readonly lines: readonly PatchLine[];
}

/** Reads a patch as GitHub serves it: hunks only, no file header. */
export function parsePatch(patch: string): readonly PatchHunk[] {
  const hunks: { header: string; position: number; lines: PatchLine[] }[] = [];
  let left = 0;
  let right = 0;
  for (const [position, raw] of patch.split('\n').entries()) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(raw);
    if (header) {
      left = Number(header[1]);
      right = Number(header[2]);
      hunks.push({ header: raw, position, lines: [] });
      continue;
    }
    const lines = hunks.at(-1)?.lines;
    const common = { hunk: hunks.length - 1, position, text: raw.slice(1) };
    if (raw.startsWith('+')) lines?.push({ ...common, kind: 'added', left: undefined, right: right++ });
    else if (raw.startsWith('-')) lines?.push({ ...common, kind: 'removed', left: left++, right: undefined });
    else if (!raw.startsWith('\\')) lines?.push({ ...common, kind: 'context', left: left++, right: right++ });
  }
  return hunks;
}

/** The line of the patch that a comment on this line and side stands under. */
export function findLine(hunks: readonly PatchHunk[], side: Side, line: number): PatchLine | undefined {
  for (const hunk of hunks) {
    const found = hunk.lines.find((each) => (side === 'LEFT' ? each.left : each.right) === line);
    if (found) return found;
  }
  return undefined;
}

/** The part of the hunk from its header to the line: GitHub's `diff_hunk`. */
export function hunkUpTo(patch: string, hunks: readonly PatchHunk[], line: PatchLine): string {
  const start = hunks[line.hunk]?.position ?? 0;
  return patch
    .split('\n')
    .slice(start, line.position + 1)
    .join('\n');
}
