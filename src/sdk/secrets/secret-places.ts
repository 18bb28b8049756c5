import type { SecretHit, SourceFile } from '../../core/facts.ts';

/**
 * What a file is for, as far as it bears on a secret in it.
 * `live`: a program or its configuration reads it. `trial`: tests, recorded answers, examples and documentation, where most of what
 * looks like a secret opens nothing.
 */
export type SecretPlace = 'live' | 'trial';

const TRIAL_PATH =
  /(^|[/_.-])(examples?|samples?|demos?|tutorials?|mocks?|fakes?|stubs?|dummy|snake-?oil|self-?signed|testing|testdata|test-?certs?|test-?keys?|spec|specs|__tests__|cassettes|fixtures?|playground|cookbook)([/_.-]|$)|(^|\/)(changelog|changes|history|news|readme|contributing)(\.\w+)?$|\.(example|sample|template|dist|j2|tmpl|tpl)$/i;

export function secretPlaceOf({ path, classes }: Pick<SourceFile, 'path' | 'classes'>): SecretPlace {
  const isTrial = (['test', 'fixture', 'docs', 'template'] as const).some((name) => classes.has(name));
  return isTrial || TRIAL_PATH.test(path) ? 'trial' : 'live';
}

/** Formats of one issuer, drawn long by lot: whoever has such a text has a key. All others are known by what stands around them. */
const LOOSE =
  /^(jwt|signing-key|fernet-key|netrc-password|connection-string-password|(database|redis|broker|mail|file-server|address)-password|aws-access-key|aws-secret-key|twilio-auth-token|twilio-api-key|mailgun-key|mailchimp-key|notion-secret|npm-auth|azure-sas|google-api-key|launchdarkly-key|grafana-key|stripe-webhook-secret|terraform-token)$/;

/** True for a text whose own form proves what it is. */
export function isUnmistakable({ pattern }: SecretHit): boolean {
  return !LOOSE.test(pattern);
}

/** Google's keys for web pages and telephones are in the hands of every visitor; what they may do is limited elsewhere. */
export function isPublicByDesign({ pattern }: SecretHit, { path }: Pick<SourceFile, 'path'>): boolean {
  return (
    pattern === 'google-api-key' &&
    (/\.(m?[jt]sx?|html?|vue|svelte|plist|swift|kt|java|dart)$/.test(path) ||
      /google-?services[^/]*\.(json|plist)$/i.test(path))
  );
}

/** What the line calls the value that starts at a place: `key` of `"key": "value"`, `KEY=value` and `key("value")`; empty where it calls it nothing. */
export function nameBefore(line: string, col: number): string {
  return (
    /([\w-]+)["'\])]*\s*(?::\s*[\w.]+\s*)?[:=(]\s*(?:[\w.]+\()?[rbuf]*["']?$/i.exec(line.slice(0, col - 1))?.[1] ?? ''
  );
}
