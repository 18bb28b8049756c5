import type { DependencyOrigin } from './declared-dependencies.ts';

/** What can move under a dependency that is not taken from an index. */
export type Floating =
  /** No commit, tag or branch: the default branch. */
  | { readonly kind: 'default-branch' }
  | { readonly kind: 'branch'; readonly name: string }
  /** An archive of a branch, or one that nothing ties to a version. */
  | { readonly kind: 'archive' }
  | { readonly kind: 'http' };

/** How the place of a dependency may change without anybody's doing; undefined for what is fixed, local, or not known. */
export function floatingOrigin({ git, url, branch, tag, rev }: DependencyOrigin): Floating | undefined {
  if (url !== undefined) return floatingAddress(url);
  if (git === undefined || tag !== undefined) return undefined;
  if (branch !== undefined) return { kind: 'branch', name: branch };
  return rev === undefined ? floatingAddress(git.startsWith('git+') ? git : `git+${git}`) : floatingRevision(rev);
}

/** The same for an address as requirements have it: `git+https://host/path@rev#egg=name`, or that of an archive. */
export function floatingAddress(address: string): Floating | undefined {
  const plain = address.replace(/#.*$/, '');
  if (/[$%]\{|\$\(|\{\{/.test(plain)) return undefined;
  const repository = /^(git|hg|svn|bzr)\+/.exec(plain);
  return repository ? floatingRepository(plain.slice(repository[0].length)) : floatingArchive(address);
}

function floatingRepository(plain: string): Floating | undefined {
  // A folder of the machine, with or without a scheme.
  if (/^(file:|[./~])/.test(plain)) return undefined;
  const path = /^(?:[a-z+]+:\/\/[^/]*\/|[^/]*:)(.*)$/i.exec(plain)?.[1] ?? plain;
  const at = path.indexOf('@');
  if (at < 0) return { kind: 'default-branch' };
  return floatingRevision(path.slice(at + 1));
}

const BRANCHES: ReadonlySet<string> = new Set([
  'head',
  'main',
  'master',
  'trunk',
  'default',
  'dev',
  'devel',
  'develop',
  'development',
  'next',
  'latest',
  'stable',
  'nightly',
]);

/** Commits and what looks like a version are fixed; of what else has a digit nothing is known. */
function floatingRevision(revision: string): Floating | undefined {
  const name = revision.replace(/^refs\/heads\//, '');
  if (name === '') return { kind: 'default-branch' };
  const isBranch =
    name !== revision ||
    BRANCHES.has(name.toLowerCase()) ||
    /(^|[./-])\d+\.x$/i.test(name) ||
    name.startsWith('refs/pull/') ||
    !/\d/.test(name);
  const isCommit = /^[0-9a-f]{7,64}$/i.test(name);
  return isBranch && !isCommit && !name.startsWith('refs/tags/') ? { kind: 'branch', name } : undefined;
}

function floatingArchive(address: string): Floating | undefined {
  if (/^http:\/\/(?!localhost\b|127\.|\[::1\])/i.test(address)) return { kind: 'http' };
  if (!/^https:/i.test(address) || /[#&](sha256|sha384|sha512|md5|sha1)=/.test(address)) return undefined;
  const archived = /\/(?:archive|zipball|tarball)\/(?:refs\/heads\/)?(.+?)(?:\.zip|\.tar\.gz)?(?:#.*)?$/.exec(
    address,
  )?.[1];
  if (archived !== undefined)
    return address.includes('/refs/heads/') || floatingRevision(archived) ? { kind: 'archive' } : undefined;
  return /\d\.\d|[0-9a-f]{20}/i.test(address) ? undefined : { kind: 'archive' };
}
