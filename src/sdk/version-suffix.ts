import type { SourceFile } from '../core/facts.ts';

/** True if a file's name says that it is for Python 3.minor or a newer one, as that of `test_match_py310.py` does. */
export function isForNewer({ path }: Pick<SourceFile, 'path'>, minor: number): boolean {
  const named = /(?:^|[_/-])py(?:thon)?_?3_?(\d{1,2})(?:_?plus)?(?:[_/.-]|$)/.exec(path)?.[1];
  return named !== undefined && Number(named) >= minor;
}
