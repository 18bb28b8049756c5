import { Minimatch } from 'minimatch';

/** True for a path that one of the globs matches. A pattern without a slash matches the name in any folder, as in .gitignore. */
export type PathMatcher = (path: string) => boolean;

const OPTIONS = { dot: true, nocomment: true, nonegate: true, platform: 'linux' } as const;

export function matcher(globs: readonly string[]): PathMatcher {
  const patterns = globs.map((glob) => new Minimatch(glob, { ...OPTIONS, matchBase: !glob.includes('/') }));
  return (path) => patterns.some((pattern) => pattern.match(path));
}
