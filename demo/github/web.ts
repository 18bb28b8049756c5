import { notFound } from './refusal.ts';
import type { Incoming, Outgoing } from './http.ts';
import type { World } from './world.ts';

/** Answers requests outside the API: pages for people. Anybody on this machine may look. */
export async function answerWeb(world: World, { method, url }: Incoming): Promise<Outgoing> {
  if (method !== 'GET') throw notFound();
  // Loaded when the first page is asked for: tests that only use the API do without it.
  const { indexPageHtml, pageHeaders, pullPageHtml } = await import('./page.ts');
  if (url.pathname === '/') return { status: 200, headers: pageHeaders, body: indexPageHtml(world) };
  const [, owner = '', name = '', kind, id] = url.pathname.split('/');
  const repository = world.repository(decodeURIComponent(owner), decodeURIComponent(name));
  if (!repository) throw notFound();
  if (kind === 'runs') {
    const run = repository.checkRuns.find((each) => each.id === Number(id));
    const pull = [...repository.pulls.values()].find((each) => each.head === run?.sha);
    if (!run || !pull) throw notFound();
    return { status: 302, headers: { location: `/${owner}/${name}/pull/${pull.number}#check-${run.id}` }, body: '' };
  }
  const pull = kind === 'pull' ? repository.pulls.get(Number(id)) : undefined;
  if (!pull) throw notFound();
  return { status: 200, headers: pageHeaders, body: await pullPageHtml(world, pull) };
}
