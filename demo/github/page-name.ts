import { markup } from './page-html.ts';
import type { Account } from './model.ts';
import type { Html } from './page-html.ts';

/** Who says something, as GitHub shows it: the first letter for a picture, and a word for programs. */
export function nameOf({ login }: Pick<Account, 'login'>): Html {
  const name = login.replace(/\[bot\]$/, '');
  const isBot = name !== login;
  return markup`<div class="name"><span class="${isBot ? 'picture bot' : 'picture'}">${name.slice(0, 1).toUpperCase()}</span><strong>${name}</strong>${isBot ? markup`<span class="label dim">bot</span>` : null}</div>`;
}
