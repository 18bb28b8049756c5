import { installationShape, appShape } from '../shapes/account.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { listAnswer, paginate, repositoryOf } from '../call.ts';
import { recordOf } from '../json.ts';
import { notFound, Refusal, validationFailed } from '../refusal.ts';
import type { Answer, Call, Routes } from '../call.ts';
import type { Access, Installation, Permissions, Repository } from '../model.ts';

const ranks: Readonly<Record<Access, number>> = { read: 1, write: 2, admin: 3 };

function installationOf(call: Call): Installation {
  const id = Number(call.params.installation_id);
  const found = [...call.world.installations.values()].find((each) => each.id === id);
  if (!found) throw notFound();
  return found;
}

function repositoriesOf(call: Call, installation: Installation): readonly Repository[] {
  return [...call.world.repositories.values()].filter((each) => each.owner === installation.account && each.installed);
}

/** The permissions a token asks for; it can only ask for what the installation has. */
function narrow(call: Call, installation: Installation): Permissions {
  const asked = recordOf(call.body, 'permissions');
  if (!asked) return installation.permissions;
  const granted: Record<string, Access> = {};
  for (const [name, access] of Object.entries(asked)) {
    const held = installation.permissions[name];
    if (
      (access !== 'read' && access !== 'write' && access !== 'admin') ||
      held === undefined ||
      ranks[held] < ranks[access]
    ) {
      throw new Refusal(422, { message: 'The permissions requested are not granted to this installation.' });
    }
    granted[name] = access;
  }
  return { metadata: 'read', ...granted };
}

function chooseRepositories(call: Call, installation: Installation): readonly Repository[] | undefined {
  const { repositories: names, repository_ids: ids } = call.body;
  if (!Array.isArray(names) && !Array.isArray(ids)) return undefined;
  const reachable = repositoriesOf(call, installation);
  const wanted = [...(Array.isArray(names) ? names : []), ...(Array.isArray(ids) ? ids : [])];
  return wanted.map((wish) => {
    const found = reachable.find((each) => each.id === wish || each.name === wish);
    if (!found)
      throw new Refusal(422, {
        message:
          'There is at least one repository that does not exist or is not accessible to the parent installation.',
      });
    return found;
  });
}

function createToken(call: Call): Answer {
  const installation = installationOf(call);
  if (installation.suspended) throw new Refusal(403, { message: 'This installation has been suspended' });
  const chosen = chooseRepositories(call, installation);
  const permissions = narrow(call, installation);
  const { token, expiresAt } = call.tokens.issue({
    installation,
    permissions,
    repositories: chosen && new Set(chosen.map((each) => each.id)),
  });
  return {
    status: 201,
    body: {
      token,
      expires_at: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
      permissions: { ...permissions },
      repository_selection: 'selected',
      ...(chosen === undefined ? {} : { repositories: chosen.map((each) => repositoryShape(call.world, each)) }),
    },
  };
}

function listRepositories(call: Call): Answer {
  const { actor } = call;
  if (actor.kind !== 'installation')
    throw new Refusal(403, {
      message:
        'You must authenticate with an installation access token in order to list repositories for an installation.',
    });
  const all = repositoriesOf(call, actor.installation).filter((each) => actor.repositories?.has(each.id) ?? true);
  const page = paginate(call, all);
  return {
    body: {
      total_count: all.length,
      repository_selection: 'selected',
      repositories: page.items.map((each) => repositoryShape(call.world, each)),
    },
    headers: page.headers,
  };
}

function convertManifest(call: Call): Answer {
  if (!call.manifests.delete(call.params.code ?? '')) throw notFound();
  const { app } = call.world;
  return {
    status: 201,
    body: {
      ...appShape(call.world, app),
      client_id: app.clientId,
      client_secret: `demo-secret-of-${app.slug}`,
      webhook_secret: app.webhookSecret,
      pem: app.privateKey,
    },
  };
}

export const appRoutes: Routes = {
  'meta/get': {
    auth: 'nobody',
    handle: () => ({ body: { verifiable_password_authentication: false, installed_version: '3.19.0' } }),
  },
  'rate-limit/get': {
    auth: 'nobody',
    handle(call) {
      const core = call.rateLimit();
      return { body: { resources: { core, search: core, graphql: core }, rate: core } };
    },
  },
  'apps/get-authenticated': { auth: 'app', handle: (call) => ({ body: appShape(call.world, call.world.app) }) },
  'apps/create-from-manifest': { auth: 'nobody', handle: convertManifest },
  'apps/list-installations': {
    auth: 'app',
    handle: (call) =>
      listAnswer(call, [...call.world.installations.values()], (each) => installationShape(call.world, each)),
  },
  'apps/get-installation': {
    auth: 'app',
    handle: (call) => ({ body: installationShape(call.world, installationOf(call)) }),
  },
  'apps/get-repo-installation': {
    auth: 'app',
    handle(call) {
      const repository = repositoryOf(call);
      const installation = call.world.installations.get(repository.owner.login.toLowerCase());
      if (!installation || !repository.installed) throw notFound();
      return { body: installationShape(call.world, installation) };
    },
  },
  'apps/create-installation-access-token': { auth: 'app', handle: createToken },
  'apps/list-repos-accessible-to-installation': { needs: [{ metadata: 'read' }], handle: listRepositories },
  'apps/revoke-installation-access-token': {
    handle(call) {
      if (call.actor.kind !== 'installation') throw validationFailed('Only an installation token can be revoked.');
      call.tokens.revoke(call.actor.token);
      return { status: 204 };
    },
  },
};
