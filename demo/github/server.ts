import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAppRecord } from './app-record.ts';
import { createGatekeeper } from './auth.ts';
import { createDeliveries } from './deliveries.ts';
import { loadDescriptions } from './descriptions.ts';
import { createEvents } from './events.ts';
import { createFaults } from './faults.ts';
import { createGraphql } from './graphql.ts';
import { createHttp } from './http.ts';
import { githubLimits } from './options.ts';
import { createPeoplePulls } from './people-pulls.ts';
import { createPeoplePushes } from './people-pushes.ts';
import { createPeopleWords } from './people-words.ts';
import { createPlanner } from './planner.ts';
import { createRateLimits } from './rate-limits.ts';
import { createRecorder } from './recorder.ts';
import { createRepository } from './repositories.ts';
import { createRest } from './rest.ts';
import { createViolations } from './violations.ts';
import { createWorld, ensureAccount } from './world.ts';
import type { Server } from 'node:http';
import type { Delivery } from './deliveries.ts';
import type { Fault } from './faults.ts';
import type { NewRepository } from './handles.ts';
import type { Account, AppRecord, Permissions } from './model.ts';
import type { DemoGitHubOptions } from './options.ts';
import type { PeoplePulls } from './people-pulls.ts';
import type { PeoplePushes } from './people-pushes.ts';
import type { PeopleWords } from './people-words.ts';
import type { RecordedRequest, Traffic } from './recorder.ts';
import type { Violation } from './violations.ts';
import type { World } from './world.ts';

/** A GitHub Enterprise Server on loopback, with everything that people, tests and the bench do to it. */
export interface DemoGitHub extends PeoplePushes, PeoplePulls, PeopleWords {
  /** `http://127.0.0.1:port`: web pages here, REST under `/api/v3`, GraphQL under `/api/graphql`. */
  readonly origin: string;
  /** `127.0.0.1:port`, for `GHE_HOST`. */
  readonly host: string;
  readonly port: number;
  /** The App: id, slug, private key (PEM), web-hook secret. */
  readonly app: Readonly<Pick<AppRecord, 'id' | 'clientId' | 'slug' | 'name' | 'privateKey' | 'webhookSecret'>>;
  /** All state, for what the methods do not show. */
  readonly world: World;
  readonly createRepository: (
    options: NewRepository,
  ) => Promise<{ readonly id: number; readonly head: string; readonly installationId: number | undefined }>;
  /** Id of the installation on an account. */
  readonly installationId: (owner: string) => number;
  /** Replaces what the installation may do; tokens issued before keep what they had. */
  readonly setPermissions: (owner: string, permissions: Permissions) => void;
  readonly suspend: (owner: string, suspended: boolean) => void;
  /** A personal access token, to call the API as a person. */
  readonly createUserToken: (login: string) => string;
  /** A code for `POST /app-manifests/{code}/conversions`; good once. */
  readonly createManifestCode: () => string;
  readonly setWebhook: (url: string | undefined) => void;
  /** Every attempt to deliver an event, oldest first. */
  readonly deliveries: readonly Delivery[];
  /** Sends a delivery again under its GUID. */
  readonly redeliver: (guid: string) => Promise<Delivery>;
  /** The next events are recorded as failed and never sent. */
  readonly dropDeliveries: (count: number) => void;
  /** Resolves when every web hook has been answered or has timed out. */
  readonly settled: () => Promise<void>;
  readonly requests: readonly RecordedRequest[];
  /** Starts counting anew for `traffic`. */
  readonly mark: () => void;
  readonly traffic: () => Traffic;
  /** What did not follow GitHub's descriptions. Tests expect it to be empty. */
  readonly violations: readonly Violation[];
  readonly failNext: (fault: Fault) => void;
  readonly clearFaults: () => void;
  /** Stops the server and removes the repositories. */
  readonly close: () => Promise<void>;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Starts a GitHub on loopback. It holds nothing but the registered App; close it when done. */
export async function createDemoGitHub(options: DemoGitHubOptions = {}): Promise<DemoGitHub> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-github-'));
  const now = options.now ?? Date.now;
  const limits = { ...githubLimits, ...options.limits };
  const accounts = new Map<string, Account>();
  let ids = 1000;
  const nextId = (): number => (ids += 1);
  const createdAt = new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z');
  const app = await createAppRecord(options, {
    account: (login) => ensureAccount(accounts, login, { id: nextId }),
    createdAt,
  });
  const world = createWorld({
    app,
    limits,
    folder,
    now,
    detectCopies: options.detectCopies ?? false,
    accounts,
    nextId,
  });
  const violations = createViolations();
  const descriptions = loadDescriptions();
  const recorder = createRecorder();
  const faults = createFaults();
  const deliveries = createDeliveries({
    appId: () => app.id,
    nextId,
    timestamp: world.timestamp,
    timeout: limits.webhookMs,
  });
  const events = createEvents(world, { deliveries, descriptions, violations });
  const gatekeeper = createGatekeeper(app, { now, tokenLifetime: options.tokenLifetime ?? 3_600_000 });
  const manifests = new Set<string>();
  const services = { world, events, deliveries, tokens: gatekeeper, manifests };
  const rest = createRest(services, { descriptions, violations });
  const graphql = createGraphql({ world, events, violations });
  const plan = createPlanner({ world, rest, graphql, descriptions, gatekeeper, limits: createRateLimits(limits, now) });
  const failures: unknown[] = [];
  const server = createHttp({
    recorder,
    faults,
    latency: options.latency ?? 0,
    plan,
    onError: (error) => void failures.push(error),
  });
  const port = await listen(server, options.port ?? 0);
  world.origin = `http://127.0.0.1:${port}`;
  const setWebhook = (url: string | undefined): void =>
    deliveries.setTarget(url === undefined ? undefined : { url, secret: app.webhookSecret });
  setWebhook(options.webhook?.url);

  function installationOf(owner: string) {
    const found = world.installations.get(owner.toLowerCase());
    if (!found) throw new Error(`The App is not installed on ${owner}`);
    return found;
  }

  return {
    ...createPeoplePushes(world, events),
    ...createPeoplePulls(world, events),
    ...createPeopleWords(world, events),
    origin: world.origin,
    host: `127.0.0.1:${port}`,
    port,
    app,
    world,
    async createRepository(wanted) {
      const { repository, head } = await createRepository(world, wanted);
      return { id: repository.id, head, installationId: world.installations.get(wanted.owner.toLowerCase())?.id };
    },
    installationId: (owner) => installationOf(owner).id,
    setPermissions(owner, permissions) {
      installationOf(owner).permissions = permissions;
    },
    suspend(owner, suspended) {
      installationOf(owner).suspended = suspended;
    },
    createUserToken: (login) => gatekeeper.issueToPerson(world.account(login)),
    createManifestCode() {
      const code = `demo${nextId()}`;
      manifests.add(code);
      return code;
    },
    setWebhook,
    deliveries: deliveries.list,
    redeliver: deliveries.redeliver,
    dropDeliveries: deliveries.drop,
    settled: deliveries.settled,
    requests: recorder.requests,
    mark: recorder.mark,
    traffic: recorder.traffic,
    violations: violations.list,
    failNext: faults.failNext,
    clearFaults: faults.clear,
    async close() {
      deliveries.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await deliveries.settled();
      world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
