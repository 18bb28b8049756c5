import type { GitHubClient } from '../../src/github/client.ts';
import type { DemoGitHub } from '../../demo/github/server.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { announcedHeads } from '../../src/queue/take-over.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import type { Attempt, Workshop } from '../../src/app/workshop.ts';

const catalogue = await loadCatalogue();

/** What jobs need, for tests that run them without a queue. */
export function createWorkshop(github: DemoGitHub, client: GitHubClient): Workshop {
  return {
    clientFor: async () => client,
    appSlug: async () => github.app.slug,
    catalogue,
    analyser: createInThreadAnalyser(catalogue),
    key: 'key',
    docsUrl: 'https://example.com',
    alone: (job, use) => use(async (head) => announcedHeads([job]).has(head)),
    log: { info() {}, warn() {}, error() {} },
  };
}

/** An attempt that nothing interrupts. */
export function attempt(more: Partial<Attempt> = {}): Attempt {
  return { signal: AbortSignal.timeout(60_000), newer: async () => undefined, ...more };
}
