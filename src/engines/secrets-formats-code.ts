import { decodeJson } from './secrets-decode.ts';
import type { SecretPattern } from './secrets-pattern.ts';
import { prefixed, prefixedByAny } from './secrets-pattern.ts';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Where code lives and is built and shipped, by the formats that its services document. */
export const CODE_FORMATS: readonly SecretPattern[] = [
  prefixedByAny('github-token', 'GitHub token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], '[A-Za-z0-9]{36,251}'),
  prefixed(
    'github-fine-grained-token',
    'GitHub fine-grained access token',
    'github_pat_',
    '[A-Za-z0-9]{22}_[A-Za-z0-9]{59}',
  ),
  prefixed('gitlab-token', 'GitLab access token', 'glpat-', '[A-Za-z0-9_-]{20,200}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{7,9})?'),
  prefixedByAny(
    'gitlab-service-token',
    'GitLab token',
    ['gldt-', 'glrt-', 'glptt-', 'glft-', 'glimt-', 'glagent-', 'gloas-', 'glsoat-', 'glcbt-', 'glffct-'],
    '[A-Za-z0-9_-]{20,200}',
  ),
  prefixed('gitlab-runner-registration', 'GitLab runner registration token', 'GR1348941', '[A-Za-z0-9_-]{20}'),
  prefixedByAny('atlassian-token', 'Atlassian API token', ['ATATT3', 'ATCTT3'], '[A-Za-z0-9_=-]{150,250}'),
  prefixed('bitbucket-app-password', 'Bitbucket app password', 'ATBB', '[A-Za-z0-9]{32}'),
  prefixed('pypi-token', 'PyPI upload token', 'pypi-AgE', '[A-Za-z0-9_-]{50,1000}'),
  prefixed('npm-token', 'npm access token', 'npm_', '[A-Za-z0-9]{36}'),
  {
    id: 'npm-auth',
    label: 'npm registry token',
    keywords: ['_authToken'],
    expression: /_authToken\s?=\s?["']?([^\s"'${}<>]{16,300})/g,
  },
  prefixed('rubygems-token', 'RubyGems API key', 'rubygems_', '[0-9a-f]{48}'),
  prefixedByAny('docker-token', 'Docker Hub access token', ['dckr_pat_', 'dckr_oat_'], '[A-Za-z0-9_-]{27,32}'),
  prefixed('artifactory-key', 'Artifactory API key', 'AKCp', '[A-Za-z0-9]{69}'),
  prefixed('sourcegraph-token', 'Sourcegraph access token', 'sgp_', '(?:[0-9a-f]{16}_|local_)?[0-9a-f]{40}'),
  prefixed('buildkite-token', 'Buildkite access token', 'bkua_', '[0-9a-f]{40}'),
  prefixed('circleci-token', 'CircleCI access token', 'CCIPAT_', '[A-Za-z0-9]{22}_[0-9a-f]{40}'),
  {
    id: 'terraform-token',
    label: 'Terraform Cloud token',
    keywords: ['.atlasv1.'],
    expression: /(?<![A-Za-z0-9_])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}(?![A-Za-z0-9_])/g,
  },
  prefixed('pulumi-token', 'Pulumi access token', 'pul-', '[0-9a-f]{40}'),
  prefixedByAny(
    'doppler-token',
    'Doppler token',
    ['dp.pt.', 'dp.sa.', 'dp.ct.', 'dp.scim.', 'dp.audit.'],
    '[A-Za-z0-9]{40,44}',
  ),
  prefixed('doppler-service-token', 'Doppler service token', 'dp.st.', '(?:[a-z0-9_-]{2,35}\\.)?[A-Za-z0-9]{40,44}'),
  prefixedByAny('vault-token', 'HashiCorp Vault token', ['hvs.', 'hvb.', 'hvr.'], '[A-Za-z0-9_-]{90,300}'),
  {
    // Base64 of an object that has the account's keys.
    ...prefixed('onepassword-token', '1Password service account token', 'ops_ey', '[A-Za-z0-9+/=_-]{100,1300}'),
    judge: (match) => (decodeJson(match.slice('ops_'.length)) ? 'real' : 'drop'),
  },
  prefixed('prefect-token', 'Prefect API key', 'pnu_', '[A-Za-z0-9]{36}'),
  prefixed('postman-key', 'Postman API key', 'PMAK-', '[0-9a-f]{24}-[0-9a-f]{34}'),
  prefixedByAny('launchdarkly-key', 'LaunchDarkly key', ['sdk-', 'api-'], UUID),
  prefixed('sentry-organisation-token', 'Sentry organisation token', 'sntrys_eyJ', '[A-Za-z0-9+/=_-]{80,500}'),
  prefixed('sentry-user-token', 'Sentry user token', 'sntryu_', '[0-9a-f]{64}'),
  prefixed('grafana-service-account', 'Grafana service account token', 'glsa_', '[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}'),
  prefixed('grafana-cloud-token', 'Grafana Cloud token', 'glc_', '[A-Za-z0-9+/]{32,400}={0,2}'),
  prefixed('grafana-key', 'Grafana API key', 'eyJrIjoi', '[A-Za-z0-9+/]{60,400}={0,2}'),
  prefixed('newrelic-user-key', 'New Relic user key', 'NRAK-', '[A-Z0-9]{27}'),
  prefixed('newrelic-insert-key', 'New Relic insert key', 'NRII-', '[A-Za-z0-9_-]{32}'),
  {
    id: 'newrelic-license',
    label: 'New Relic license key',
    keywords: ['NRAL'],
    expression: /(?<![A-Za-z0-9_])[0-9a-f]{36}NRAL(?![A-Za-z0-9_])/g,
  },
];
