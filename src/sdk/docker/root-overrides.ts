import type { DataDocument, YamlFile } from '../../core/facts.ts';
import { pathInRepository } from './docker-context.ts';
import { isTable, listAt, tableAt, textAtPath, valueAt } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Users that a compose file or a manifest gives a container, whatever its image says. */

export type Keys = readonly (string | number)[];

/** A setting that makes a container run as root. */
export interface RootOverride {
  readonly document: DataDocument;
  readonly path: Keys;
  readonly kind: 'service' | 'pod';
}

export function isComposeFile(path: string): boolean {
  return /(^|\/)(docker-)?compose[^/]*\.ya?ml$/.test(path);
}

/** True for the user of a container that is root: `root`, `0`, `0:0`. */
export function isRootUser(user: unknown): boolean {
  return user === 0 || (typeof user === 'string' && /^(root|0+)(:|$)/.test(user.trim()));
}

/**
 * Services that are built here and told to run as root, and pods and containers of Kubernetes with `runAsUser: 0`. Left out is what
 * does something that takes root: sockets and devices of the host, a change of owners, agents on every node.
 */
export function rootOverridesOf(file: YamlFile): readonly RootOverride[] {
  return file.documents.flatMap((document) => (isComposeFile(file.path) ? rootServices(document) : rootPods(document)));
}

function rootServices(document: DataDocument): readonly RootOverride[] {
  const services = tableAt(document.data, 'services');
  return Object.keys(services).flatMap((name): readonly RootOverride[] => {
    const service = tableAt(services, name);
    const isOwn = service['build'] !== undefined && isRootUser(service['user']);
    return isOwn && !needsRoot(service) ? [{ document, path: ['services', name, 'user'], kind: 'service' }] : [];
  });
}

function needsRoot(settings: Table): boolean {
  const text = JSON.stringify(settings);
  return /"privileged":true|"(hostNetwork|hostPID)":true|docker\.sock|\/dev\/|cap_add|NET_ADMIN|SYS_ADMIN|\b(chown|chmod|setfacl)\b|gosu|su-exec/.test(
    text,
  );
}

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'Job']);

function rootPods(document: DataDocument): readonly RootOverride[] {
  const path = podPathOf(document.data);
  const pod = path && tableAt(document.data, ...path);
  if (!path || !pod || needsRoot(pod)) return [];
  const containers = listAt(pod, 'containers');
  const users = containers.map((container) => valueAt(container, 'securityContext', 'runAsUser'));
  const found = users.flatMap((user, index): readonly Keys[] =>
    isRootUser(user) ? [[...path, 'containers', index, 'securityContext', 'runAsUser']] : [],
  );
  const isForAll = isRootUser(valueAt(pod, 'securityContext', 'runAsUser')) && users.includes(undefined);
  const all = isForAll ? [[...path, 'securityContext', 'runAsUser'], ...found] : found;
  return all.map((place) => ({ document, path: place, kind: 'pod' }));
}

/** Where a manifest has the description of its pods. */
function podPathOf(data: unknown): Keys | undefined {
  if (!isTable(data) || textAtPath(data, 'apiVersion') === undefined) return undefined;
  const kind = textAtPath(data, 'kind') ?? '';
  if (kind === 'Pod') return ['spec'];
  if (kind === 'CronJob') return ['spec', 'jobTemplate', 'spec', 'template', 'spec'];
  return WORKLOADS.has(kind) ? ['spec', 'template', 'spec'] : undefined;
}

/** A service of a compose file that is built here. */
export interface ComposeBuild {
  /** The Dockerfile, from the root of the repository. */
  readonly dockerfile: string;
  /** The stage, lower case; empty for the last one. */
  readonly target: string;
  /** `image` where the service leaves it to the image. */
  readonly user: 'image' | 'root' | 'other';
}

export function buildsOf(file: YamlFile): readonly ComposeBuild[] {
  const folder = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
  return file.documents.flatMap(({ data }) =>
    Object.values(tableAt(data, 'services')).flatMap((service): readonly ComposeBuild[] => {
      const build = valueAt(service, 'build');
      const context = typeof build === 'string' ? build : (textAtPath(build, 'context') ?? '.');
      if (build === undefined || /[$:]/.test(context)) return [];
      const name = textAtPath(build, 'dockerfile') ?? 'Dockerfile';
      const target = textAtPath(build, 'target')?.toLowerCase() ?? '';
      const user = valueAt(service, 'user');
      const who = user === undefined || user === null ? 'image' : isRootUser(user) ? 'root' : 'other';
      return [{ dockerfile: pathInRepository(folder, context, name), target, user: who }];
    }),
  );
}
