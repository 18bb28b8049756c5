import type { Span } from '../../core/flow.ts';
import { addressPassword, strengthOf } from './secret-values.ts';
import type { SecretStrength } from './secret-values.ts';
import { secretKindOf } from './secret-names.ts';

/** A line of an env file. */
export interface DotenvEntry {
  readonly name: string;
  /** Quotes taken off, and a comment behind it. */
  readonly value: string;
  readonly at: Span;
}

/** The settings of an env file (`NAME=value`, `export NAME='value'`); lines that are none are passed over. */
export function dotenvEntries(lines: readonly string[]): readonly DotenvEntry[] {
  const entries: DotenvEntry[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const found = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/.exec(line);
    if (!found) continue;
    const [, name = '', rest = ''] = found;
    const at = { line: index + 1, col: line.indexOf(name) + 1, endLine: index + 1, endCol: line.trimEnd().length + 1 };
    const quote = /^["']/.exec(rest)?.[0];
    const close = quote === undefined ? -1 : rest.indexOf(quote, 1);
    // A quote that is not closed on its line goes on; keys are written so.
    if (quote !== undefined && close < 0) {
      const end = lines.findIndex((later, place) => place > index && later.trimEnd().endsWith(quote));
      if (end > 0) index = end;
    }
    const value =
      quote === undefined ? rest.replace(/\s+#.*$/, '').trim() : rest.slice(1, close < 0 ? undefined : close);
    entries.push({ name, value, at });
  }
  return entries;
}

/** Prefixes under which build tools hand a setting to every browser. */
const PUBLIC_PREFIX = /^(NEXT_PUBLIC|VITE|REACT_APP|GATSBY|NUXT_PUBLIC|PUBLIC|EXPO_PUBLIC|VUE_APP|STORYBOOK)_/;

/** How private a setting looks: by its name and value, or by the password in an address. */
export function privacyOf({ name, value }: Pick<DotenvEntry, 'name' | 'value'>): SecretStrength {
  if (PUBLIC_PREFIX.test(name)) return 'none';
  const password = addressPassword(value);
  if (password !== undefined) {
    const host = value.slice(value.lastIndexOf('@') + 1);
    if (isLocal(host)) return 'none';
    const strength = strengthOf(password);
    // A name without a dot is another container of the same machine.
    return strength === 'strong' && !/^[^./]*\.[^/]/.test(host) ? 'weak' : strength;
  }
  const kind = secretKindOf(name);
  if (kind === undefined) return 'none';
  const strength = strengthOf(value);
  return strength === 'weak' && kind !== 'password' ? 'none' : strength;
}

function isLocal(host: string): boolean {
  return /^(localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal)|\.(example|test|local|localhost|invalid)([:/]|$)/i.test(
    host,
  );
}

/** What an env file is for, by its name. `pattern`: an example, or a file that is meant to be committed. */
export function dotenvRoleOf(path: string): 'live' | 'development' | 'pattern' {
  const parts = path
    .slice(path.lastIndexOf('/') + 1)
    .toLowerCase()
    .split(/[._-]/);
  const has = (...words: readonly string[]): boolean => parts.some((part) => words.includes(part));
  if (
    has(
      'example',
      'examples',
      'sample',
      'template',
      'tmpl',
      'tpl',
      'dist',
      'default',
      'defaults',
      'test',
      'testing',
      'tests',
      'ci',
      'vault',
      'enc',
      'encrypted',
      'gpg',
      'age',
      'sops',
      'schema',
      'j2',
      'md',
      'spec',
      'mock',
      'dummy',
      'fake',
      'docs',
    )
  )
    return 'pattern';
  return has('dev', 'devel', 'development', 'debug') ? 'development' : 'live';
}
