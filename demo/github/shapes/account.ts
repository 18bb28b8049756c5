import type { JsonRecord } from '../json.ts';
import type { Account, AppRecord, Installation, Permissions } from '../model.ts';
import type { World } from '../world.ts';

/** GitHub's `simple-user`. */
export function userShape(world: World, account: Account): JsonRecord {
  const url = `${world.origin}/api/v3/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: `U_${account.id}`,
    avatar_url: `${world.origin}/avatars/u/${account.id}`,
    gravatar_id: '',
    url,
    html_url: `${world.origin}/${account.type === 'Bot' ? `apps/${world.app.slug}` : account.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

function permissionsShape(permissions: Permissions): JsonRecord {
  return { ...permissions };
}

/** GitHub's `integration`. */
export function appShape(world: World, app: AppRecord): JsonRecord {
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: `A_${app.id}`,
    owner: userShape(world, app.owner),
    name: app.name,
    description: 'Reviews pull requests.',
    external_url: `${world.origin}/about`,
    html_url: `${world.origin}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: permissionsShape(app.permissions),
    events: app.events,
    installations_count: world.installations.size,
  };
}

/** The App as checks and comments carry it: without the count of installations. */
export function appStamp(world: World): JsonRecord {
  const { installations_count: _count, ...stamp } = appShape(world, world.app);
  return stamp;
}

export function installationShape(world: World, installation: Installation): JsonRecord {
  const url = `${world.origin}/api/v3/app/installations/${installation.id}`;
  return {
    id: installation.id,
    client_id: world.app.clientId,
    account: userShape(world, installation.account),
    repository_selection: 'selected',
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${world.origin}/api/v3/installation/repositories`,
    html_url: `${world.origin}/settings/installations/${installation.id}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    target_id: installation.account.id,
    target_type: installation.account.type,
    permissions: permissionsShape(installation.permissions),
    events: installation.events,
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspended ? userShape(world, installation.account) : null,
    suspended_at: installation.suspended ? installation.createdAt : null,
  };
}
