import { createHash } from 'node:crypto';
import { fileBox, noteBox } from './page-diff.ts';
import { markup } from './page-html.ts';
import { nameOf } from './page-name.ts';
import { markdown } from './page-markdown.ts';
import { pageStyle } from './page-style.ts';
import type { CheckRun, Pull, Review } from './model.ts';
import type { Html } from './page-html.ts';
import type { World } from './world.ts';

const styleHash = createHash('sha256').update(pageStyle).digest('base64');

/** No scripts, nothing from elsewhere; the one style by its hash. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

function layout(title: string, body: Html): string {
  return markup`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${{ html: pageStyle }}</style></head><body><header class="top"><a href="/">Demo GitHub</a></header><main>${body}</main></body></html>`
    .html;
}

function stateBadge(pull: Pull): Html {
  const state =
    pull.merged !== undefined ? 'merged' : pull.state === 'closed' ? 'closed' : pull.draft ? 'draft' : 'open';
  return markup`<span class="state ${state}">${state[0]?.toUpperCase()}${state.slice(1)}</span>`;
}

/** A check run with its summary and its annotations, each of which leads to its line. */
function checkBox(run: CheckRun): Html {
  const state = run.conclusion ?? run.status;
  const notes = run.annotations.map(noteBox);
  return markup`<div class="box" id="check-${run.id}"><div class="head"><span class="dot ${state}"></span><strong>${run.name}</strong>
<span class="push dim">${state.replaceAll('_', ' ')}</span><span class="button">Re-run</span></div>
<div class="body"><h3 class="title">${run.title ?? ''}</h3><div class="md">${run.summary === null ? null : markdown(run.summary)}${run.text === null ? null : markdown(run.text)}</div>
${notes.length === 0 ? null : markup`<details open><summary>${notes.length} ${notes.length === 1 ? 'annotation' : 'annotations'}</summary>${notes}</details>`}</div></div>`;
}

function reviewBox(review: Review): Html {
  const what = {
    COMMENTED: 'reviewed',
    APPROVED: 'approved',
    CHANGES_REQUESTED: 'asked for changes',
    DISMISSED: 'reviewed (dismissed)',
    PENDING: 'is reviewing',
  }[review.state];
  return markup`<div class="box" id="pullrequestreview-${review.id}"><div class="head">${nameOf(review.author)}<span class="dim">${what}</span></div>
<div class="body md">${review.minimized === undefined ? markdown(review.body) : markup`<p class="dim">Hidden as ${review.minimized.toLowerCase()}.</p>`}</div></div>`;
}

/** The last run of each name at the pull request's head. */
function latestRuns(pull: Pull): readonly CheckRun[] {
  return [
    ...new Map(pull.repository.checkRuns.filter((run) => run.sha === pull.head).map((run) => [run.name, run])).values(),
  ];
}

/** A pull request as a person looks at it: description, checks, conversation, and the diff with its comments. */
export async function pullPageHtml(world: World, pull: Pull): Promise<string> {
  const { files } = await world.pullDiff(pull);
  const name = `${pull.repository.owner.login}/${pull.repository.name}`;
  const runs = latestRuns(pull);
  const notes = runs.flatMap((run) => run.annotations);
  const reviews = pull.reviews.filter((review) => review.state !== 'PENDING' && review.body !== '');
  const paths = new Set(files.map((file) => file.path));
  const elsewhere = pull.threads.filter((thread) => !paths.has(thread.path)).length;
  const head =
    pull.headRepository === pull.repository ? pull.headBranch : `${pull.headRepository.owner.login}:${pull.headBranch}`;
  const body = markup`<p class="dim">${name}</p><h1>${pull.title} <span class="number">#${pull.number}</span></h1>
<p class="meta">${stateBadge(pull)} <strong>${pull.author.login}</strong> wants to merge <span class="ref">${head}</span> into <span class="ref">${pull.baseBranch}</span>
${pull.labels.map((label) => markup`<span class="label">${label.name}</span>`)}</p>
<div class="box"><div class="head">${nameOf(pull.author)}</div><div class="body md">${
    pull.body === null || pull.body === '' ? markup`<p class="dim">No description.</p>` : markdown(pull.body)
  }</div></div>
<h2>Checks</h2>${runs.length === 0 ? markup`<p class="dim">No checks at ${pull.head.slice(0, 7)}.</p>` : runs.map(checkBox)}
<h2>Conversation</h2>${reviews.length + pull.comments.length === 0 ? markup`<p class="dim">Nothing was said.</p>` : null}${reviews.map(reviewBox)}
${pull.comments.map(
  (comment) =>
    markup`<div class="box" id="issuecomment-${comment.id}"><div class="head">${nameOf(comment.author)}</div><div class="body md">${markdown(comment.body)}</div></div>`,
)}
<h2>Files changed <span class="dim">${files.length}</span></h2>
${elsewhere === 0 ? null : markup`<p class="dim">${elsewhere} conversations are on files that the pull request no longer changes.</p>`}
${files.map((file) =>
  fileBox(
    file,
    pull.threads.filter((thread) => thread.path === file.path),
    notes.filter((note) => note.path === file.path),
  ),
)}`;
  return layout(`${pull.title} · Pull request #${pull.number} · ${name}`, body);
}

/** All pull requests there are. */
export function indexPageHtml(world: World): string {
  const pulls = [...world.repositories.values()].flatMap((repository) => [...repository.pulls.values()]);
  const item = (pull: Pull): Html => {
    const name = `${pull.repository.owner.login}/${pull.repository.name}`;
    return markup`<li>${stateBadge(pull)} <a href="/${name}/pull/${pull.number}">${pull.title}</a> <span class="dim">${name} #${pull.number} by ${pull.author.login}</span></li>`;
  };
  const list =
    pulls.length === 0
      ? markup`<p class="dim">There are none yet.</p>`
      : markup`<ul class="plain">${pulls.map(item)}</ul>`;
  return layout('Demo GitHub', markup`<h1>Pull requests</h1>${list}`);
}
