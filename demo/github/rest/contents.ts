import { repositoryOf } from '../call.ts';
import { repositoryPage, repositoryUrl } from '../shapes/repository.ts';
import { findPath, readCommit, readTree } from '../git-objects.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { Answer, Call, Routes } from '../call.ts';
import type { TreeRow } from '../git-objects.ts';
import type { JsonRecord } from '../json.ts';
import type { Repository } from '../model.ts';

const tooLarge =
  'This API returns blobs up to 1 MB in size. The requested blob is too large to fetch via the API, but you can use the Git Data API to request blobs up to 100 MB in size.';

interface Place {
  readonly call: Call;
  readonly repository: Repository;
  readonly ref: string;
  readonly row: TreeRow;
}

function kindOf(row: TreeRow): 'dir' | 'file' | 'symlink' | 'submodule' {
  if (row.type === 'tree') return 'dir';
  if (row.type === 'commit') return 'submodule';
  return row.mode === '120000' ? 'symlink' : 'file';
}

function entryShape({ call, repository, ref, row }: Place): JsonRecord {
  const path = row.path.split('/').map(encodeURIComponent).join('/');
  const url = `${repositoryUrl(call.world, repository)}/contents/${path}?ref=${ref}`;
  const git = `${repositoryUrl(call.world, repository)}/git/${row.type === 'tree' ? 'trees' : 'blobs'}/${row.sha}`;
  const html = `${repositoryPage(call.world, repository)}/${row.type === 'tree' ? 'tree' : 'blob'}/${ref}/${path}`;
  return {
    name: row.path.split('/').at(-1) ?? '',
    path: row.path,
    sha: row.sha,
    size: row.size ?? 0,
    type: kindOf(row),
    url,
    html_url: html,
    git_url: git,
    download_url: row.type === 'blob' ? `${repositoryPage(call.world, repository)}/raw/${ref}/${path}` : null,
    _links: { self: url, git, html },
  };
}

/** Base64 in lines of sixty characters, as GitHub sends it. */
export function base64Lines(data: Buffer): string {
  return data.toString('base64').replace(/.{1,60}/g, '$&\n');
}

async function file(place: Place): Promise<Answer> {
  const { call, row } = place;
  const blob = await place.repository.store.read(row.sha);
  if (!blob) throw notFound();
  const large = blob.data.length > call.world.limits.contentBytes;
  if (blob.data.length > call.world.limits.blobBytes)
    throw new Refusal(403, { message: tooLarge, errors: [{ resource: 'Blob', field: 'data', code: 'too_large' }] });
  if (call.accept.includes('raw')) return { body: blob.data, type: 'application/vnd.github.raw+json; charset=utf-8' };
  const asObject = call.accept.includes('object');
  if (large && !asObject)
    throw new Refusal(403, { message: tooLarge, errors: [{ resource: 'Blob', field: 'data', code: 'too_large' }] });
  const entry = entryShape(place);
  if (row.mode === '120000') return { body: { ...entry, target: blob.data.toString() } };
  return { body: { ...entry, encoding: large ? 'none' : 'base64', content: large ? '' : base64Lines(blob.data) } };
}

async function directory(place: Place): Promise<Answer> {
  const { call, repository, ref, row } = place;
  const rows = await readTree(repository.store, row.sha, { recursive: false });
  const prefix = row.path === '' ? '' : `${row.path}/`;
  const entries = rows.slice(0, call.world.limits.directoryEntries).map((each) => {
    const shape = entryShape({ call, repository, ref, row: { ...each, path: prefix + each.path } });
    return each.type === 'commit' ? { ...shape, type: 'file' } : shape;
  });
  if (call.accept.includes('object')) return { body: { ...entryShape(place), entries } };
  return { body: entries };
}

async function getContent(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const ref = call.query.get('ref') ?? repository.defaultBranch;
  const sha = await repository.store.resolve(ref);
  const commit = sha === undefined ? undefined : await readCommit(repository.store, sha);
  if (!commit) throw new Refusal(404, { message: `No commit found for the ref ${ref}` });
  const path = (call.params.path ?? '').replace(/^\/+|\/+$/g, '');
  const row = await findPath(repository.store, commit.sha, path);
  if (!row) throw notFound();
  const place = { call, repository, ref, row };
  if (row.type === 'tree') return directory(place);
  if (row.type === 'commit')
    return { body: { ...entryShape(place), submodule_git_url: 'https://example.com/submodule.git' } };
  return file(place);
}

export const contentRoutes: Routes = {
  'repos/get-content': { needs: [{ contents: 'read' }], handle: getContent },
};
