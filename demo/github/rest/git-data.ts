import { base64Lines } from './contents.ts';
import { gitCommitShape } from '../shapes/commit.ts';
import { repositoryUrl } from '../shapes/repository.ts';
import { repositoryOf } from '../call.ts';
import { readCommit, readTree } from '../git-objects.ts';
import { notFound, Refusal, validationFailed } from '../refusal.ts';
import type { Answer, Call, Routes } from '../call.ts';

async function getBlob(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const sha = call.params.file_sha ?? '';
  if (!/^[0-9a-f]{40}$/.test(sha))
    throw validationFailed('The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
  const blob = await repository.store.read(sha);
  if (blob?.type !== 'blob') throw notFound();
  if (blob.data.length > call.world.limits.blobBytes) {
    throw new Refusal(403, {
      message: 'This API returns blobs up to 100 MB in size.',
      errors: [{ resource: 'Blob', field: 'data', code: 'too_large' }],
    });
  }
  if (call.accept.includes('raw')) return { body: blob.data, type: 'application/vnd.github.raw+json; charset=utf-8' };
  const url = `${repositoryUrl(call.world, repository)}/git/blobs/${sha}`;
  return {
    body: {
      sha,
      node_id: `B_${sha}`,
      size: blob.data.length,
      url,
      content: base64Lines(blob.data),
      encoding: 'base64',
    },
  };
}

async function getTree(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const named = await repository.store.resolve(call.params.tree_sha ?? '');
  const object = named === undefined ? undefined : await repository.store.read(named);
  if (!object || object.type === 'blob') throw notFound();
  const commit = object.type === 'commit' ? await readCommit(repository.store, object.oid) : undefined;
  const sha = commit?.tree ?? object.oid;
  const rows = await readTree(repository.store, sha, { recursive: call.query.has('recursive') });
  const url = repositoryUrl(call.world, repository);
  const shown = rows.slice(0, call.world.limits.treeEntries);
  const tree = shown.map((row) => ({
    path: row.path,
    mode: row.mode,
    type: row.type,
    sha: row.sha,
    ...(row.size === undefined ? {} : { size: row.size }),
    ...(row.type === 'commit' ? {} : { url: `${url}/git/${row.type}s/${row.sha}` }),
  }));
  return { body: { sha, url: `${url}/git/trees/${sha}`, tree, truncated: shown.length < rows.length } };
}

async function getCommit(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const commit = await readCommit(repository.store, call.params.commit_sha ?? '');
  if (!commit) throw notFound();
  return { body: gitCommitShape(call.world, repository, commit) };
}

async function getRef(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const name = `refs/${call.params.ref ?? ''}`;
  const sha = await repository.store.resolve(name);
  if (sha === undefined) throw notFound();
  const url = repositoryUrl(call.world, repository);
  return {
    body: {
      ref: name,
      node_id: `REF_${sha}`,
      url: `${url}/git/${name}`,
      object: { type: 'commit', sha, url: `${url}/git/commits/${sha}` },
    },
  };
}

export const gitRoutes: Routes = {
  'git/get-blob': { needs: [{ contents: 'read' }], handle: getBlob },
  'git/get-tree': { needs: [{ contents: 'read' }], handle: getTree },
  'git/get-commit': { needs: [{ contents: 'read' }], handle: getCommit },
  'git/get-ref': { needs: [{ contents: 'read' }], handle: getRef },
};
