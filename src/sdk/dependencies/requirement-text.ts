import { normalisePackageName } from '../../core/package-name.ts';

/** A requirement as PEP 508 writes it: `name[extras] >=1,<2 ; marker` or `name @ address ; marker`. */
export interface RequirementText {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly extras: readonly string[];
  /** Without spaces; empty where there is none. */
  readonly specifier: string;
  readonly url?: string;
  readonly marker?: string;
}

const NAME = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\][]*)\])?\s*/;
const CLAUSES = /^(?:(?:===|==|!=|~=|<=|>=|<|>)[^\s,;()]+(?:,|$))*$/;

/** Undefined for what is not a requirement. */
export function readRequirementText(text: string): RequirementText | undefined {
  const head = NAME.exec(text);
  const name = head?.[1];
  if (!head || name === undefined) return undefined;
  const extras = (head[2] ?? '').split(',').flatMap((extra) => (extra.trim() === '' ? [] : [extra.trim()]));
  const common = { name: normalisePackageName(name), extras };
  const rest = text.slice(head[0].length).trim();
  if (rest.startsWith('@')) {
    const [, url = '', marker = ''] = /^@\s*(\S+?)\s*(?:(?:;|\s;)\s+(.+))?$/.exec(rest) ?? [];
    return url === '' ? undefined : { ...common, specifier: '', url, ...(marker !== '' && { marker: marker.trim() }) };
  }
  const semicolon = rest.indexOf(';');
  const range = (semicolon < 0 ? rest : rest.slice(0, semicolon)).trim().replace(/^\((.*)\)$/, '$1');
  const specifier = range.replace(/\s+/g, '');
  const marker = semicolon < 0 ? '' : rest.slice(semicolon + 1).trim();
  return CLAUSES.test(specifier) ? { ...common, specifier, ...(marker !== '' && { marker }) } : undefined;
}
