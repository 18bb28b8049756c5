import type { Span } from '../core/flow.ts';

const NOQA = /#\s*noqa\s*:\s*([A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)/i;
const NOSEC = /#\s*nosec\b:?\s*((?:B\d{3}[,\s]*)*)/;

/**
 * True where the author has already answered what another linter calls by one of these codes: `# noqa: S102` of Ruff, `# nosec` or
 * `# nosec B102` of Bandit, whose codes Ruff has with an S. It stands on the first or the last line of the finding.
 */
export function isAnswered(codes: readonly string[], { line, endLine }: Span, lines: readonly string[]): boolean {
  if (codes.length === 0) return false;
  return [lines[line - 1] ?? '', lines[endLine - 1] ?? ''].some((text) => {
    const noqa =
      NOQA.exec(text)?.[1]
        ?.toUpperCase()
        .split(/[,\s]+/) ?? [];
    if (noqa.some((code) => codes.includes(code))) return true;
    const nosec = NOSEC.exec(text)?.[1]?.match(/\d{3}/g);
    if (nosec) return nosec.some((number) => codes.includes(`S${number}`));
    return NOSEC.test(text) && codes.some((code) => /^S\d/.test(code));
  });
}
