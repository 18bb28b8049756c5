/** The parts of an image reference. */
export interface ImageName {
  /**
   * Repository as Docker completes it, lower case: `python`, `docker.io/library/python` and their mirrors are all `python`;
   * `docker.io/bitnami/python` is `bitnami/python`.
   */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

const DOCKER_HUB = /^(?:docker\.io|index\.docker\.io|registry-1\.docker\.io|registry\.hub\.docker\.com)\//;

export function parseImage(image: string): ImageName {
  const [rest = '', digest] = image.split('@');
  // A colon before the last slash is a registry's port.
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
  const repository = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? '' : rest.slice(colon + 1);
  const name = repository
    .toLowerCase()
    .replace(DOCKER_HUB, '')
    .replace(/^(?:.*\/)?library\//, '');
  return { name, ...(tag === '' ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/**
 * Who a container of an image runs as, as far as its publisher has settled it.
 * `steps-down`: it starts as root, and its own entrypoint gives the rights away.
 * `platform`: it is made for a platform that chooses the user, AWS Lambda for one.
 * `server`: a web server whose first process keeps root to bind its port.
 */
export type ImageUser = 'root' | 'non-root' | 'steps-down' | 'platform' | 'server' | 'unknown';

/** Images that set a user themselves. */
const NON_ROOT: readonly RegExp[] = [
  /^(cgr\.dev\/chainguard|chainguard|cgr\.dev\/[^/]+)\/(?!wolfi-base$)/,
  /^dhi\.io\//,
  /(^|\/)(bitnami|bitnamilegacy|bitnamisecure)\//,
  /^(quay\.io\/)?jupyter\//,
  /^(registry\.(access\.)?redhat\.(com|io)\/)?ubi\d+\/(python|nodejs)-/,
  /^(registry\.redhat\.io\/)?rhel\d+\/python-/,
  /^(quay\.io\/(sclorg|centos7)|centos)\/python-/,
  /^(ghcr\.io\/mamba-org\/|mambaorg\/)/,
  /^apache\/(airflow|superset|spark|spark-py|nifi|kafka)$/,
  /^(quay\.io\/astronomer|astrocrpublic\.azurecr\.io|astronomerinc)\//,
  /^(nginxinc\/nginx-unprivileged|nginx\/nginx-unprivileged|ghcr\.io\/nginxinc\/nginx-unprivileged)$/,
  /^(rayproject|rasa|rapidsai|nvcr\.io\/nvidia\/rapidsai|selenium|cimg|circleci|gitpod|kasmweb|curlimages)\//,
  /^pytorch\/torchserve$/,
  /^(grafana|prom|jenkins|opensearchproject|dpage|n8nio|docker\.n8n\.io\/n8nio)\//,
  /^docker\.elastic\.co\//,
  /^heroku\/heroku$/,
  /^(elasticsearch|kibana|logstash|solr|odoo|haproxy|memcached|varnish|kong|spark|sonarqube|rocket\.chat|irssi)$/,
];

/** AWS Lambda, development containers, and systems that run many services under one init. */
const PLATFORMS: readonly RegExp[] = [
  /^public\.ecr\.aws\/(lambda|sam)\//,
  /^amazon\/aws-lambda-/,
  /^(lambci|mlupin)\//,
  /^(lscr\.io\/)?linuxserver\//,
  /^ghcr\.io\/(linuxserver|home-assistant|hassio-addons)\//,
  /^(homeassistant|hassioaddons|phusion)\//,
  /^mcr\.microsoft\.com\/(vscode\/)?devcontainers\//,
];

/** Servers whose entrypoint changes to their own user. */
const STEPS_DOWN: readonly RegExp[] = [
  /^(postgres|mysql|mariadb|percona|redis|valkey|mongo|rabbitmq|cassandra|couchdb|zookeeper|flink|ghost|neo4j|influxdb|telegraf)$/,
  /^(postgis\/postgis|pgvector\/pgvector|ankane\/pgvector|timescale\/timescaledb(-ha)?|valkey\/valkey|supabase\/postgres)$/,
];

const SERVERS = /^(nginx|httpd|caddy|traefik|openresty\/openresty)$/;

/** Official images and others that set no user, as far as Python projects build on them. */
const ROOT: readonly RegExp[] = [
  /^(scratch|alpine|busybox|debian|ubuntu|amazonlinux|fedora|centos|rockylinux|almalinux|oraclelinux|archlinux|photon|clearlinux)$/,
  /^(opensuse\/.*|rockylinux\/rockylinux|public\.ecr\.aws\/amazonlinux\/amazonlinux|quay\.io\/centos\/centos)$/,
  /^(python|pypy|node|golang|rust|openjdk|eclipse-temurin|amazoncorretto|ruby|php|perl|julia|r-base|swift|gcc|buildpack-deps|bash|docker|maven|gradle|erlang|elixir|haskell|hylang|django)$/,
  /^(registry\.(access\.)?redhat\.(com|io)\/)?ubi\d+(\/ubi(-minimal|-micro|-init)?|-minimal|-micro)?$/,
  /^ghcr\.io\/(astral-sh\/uv|prefix-dev\/pixi|osgeo\/gdal)$/,
  /^(tiangolo|continuumio|condaforge|pytorch|tensorflow|huggingface|nvidia|rocm|intel|bentoml|prefecthq|snakepacker|vllm|osgeo)\//,
  /^nvcr\.io\/nvidia\//,
  /^mcr\.microsoft\.com\/(playwright|azure-functions|cbl-mariner|azurelinux|mirror)\//,
  /^cgr\.dev\/chainguard\/wolfi-base$/,
  /^(google\/cloud-sdk|gcr\.io\/google\.com\/cloudsdktool\/.*|gcr\.io\/google-appengine\/.*|gcr\.io\/kaggle-.*)$/,
];

/** Says what is known of the user that an image sets by itself. */
export function userOfImage({ name, tag = '' }: ImageName): ImageUser {
  if (/(^|\/)distroless\//.test(name)) return tag.includes('nonroot') ? 'non-root' : 'root';
  if (
    /(^|[-._])(nonroot|non-root|rootless|unprivileged)([-._]|$)/.test(tag) ||
    /(nonroot|rootless|unprivileged)/.test(name)
  )
    return 'non-root';
  // Development variants of Docker's hardened images keep root, to install with.
  if (name.startsWith('dhi.io/') && tag.endsWith('-dev')) return 'root';
  if (ROOT.some((pattern) => pattern.test(name)) && !name.includes('rapidsai')) return 'root';
  if (PLATFORMS.some((pattern) => pattern.test(name))) return 'platform';
  if (STEPS_DOWN.some((pattern) => pattern.test(name))) return 'steps-down';
  if (SERVERS.test(name)) return 'server';
  return NON_ROOT.some((pattern) => pattern.test(name)) ? 'non-root' : 'unknown';
}

/** What a `RUN` can count on in an image: which tool adds users, and whether there is a shell at all. */
export type ImageFamily = 'debian' | 'alpine' | 'distroless' | 'other';

export function familyOfImage({ name, tag = '' }: ImageName): ImageFamily {
  if (/(^|\/)distroless\//.test(name)) return 'distroless';
  if (/windows|nanoserver/.test(tag)) return 'other';
  const hasTools = /^(python|pypy|ghcr\.io\/astral-sh\/uv)$/.test(name);
  if (name === 'alpine' || (hasTools && tag.includes('alpine'))) return 'alpine';
  if (name === 'debian' || name === 'ubuntu' || name === 'python' || name === 'pypy') return 'debian';
  // Plain tags of uv hold the two programs and nothing else.
  return hasTools && /python|debian|bookworm|trixie|bullseye/.test(tag) ? 'debian' : 'other';
}

/** True for an image whose repository one of the patterns names; `*` in them stands for any text. */
export function matchesImage(image: string, patterns: readonly string[]): boolean {
  const { name } = parseImage(image);
  return patterns.some((pattern) => {
    const pieces = parseImage(pattern)
      .name.split('*')
      .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
    return new RegExp(`^${pieces.join('.*')}$`).test(name);
  });
}

/** Official images of Docker Hub that Python projects use; other plain names are mostly images that are built on the spot. */
const OFFICIAL =
  /^(python|pypy|debian|ubuntu|alpine|busybox|node|golang|rust|ruby|php|perl|openjdk|eclipse-temurin|amazoncorretto|gcc|buildpack-deps|fedora|centos|rockylinux|almalinux|amazonlinux|archlinux|oraclelinux|bash|docker|nginx|httpd|caddy|traefik|haproxy|postgres|mysql|mariadb|mongo|redis|valkey|memcached|rabbitmq|elasticsearch|kibana|logstash|cassandra|neo4j|influxdb|solr|odoo|spark|flink|maven|gradle|julia|r-base|swift|registry|vault|consul)$/;

/** True for images that come from a registry: with one in their name, an official one, or with a namespace and a tag. */
export function isPublishedImage({ name, tag, digest }: ImageName): boolean {
  const [first = '', ...rest] = name.split('/');
  if (rest.length === 0) return OFFICIAL.test(name);
  return /[.:]/.test(first) || tag !== undefined || digest !== undefined || userOfImage({ name }) !== 'unknown';
}

/** Their tags are names of releases; those of other official images are kinds (`slim`, `alpine`), and say nothing of a version. */
const NAMED_RELEASES = /^(debian|ubuntu|buildpack-deps)$/;

/** True for a reference that stands for another image after each release: no tag, `latest` and its like, or a tag without a number. */
export function isMovingImage({ name, tag, digest }: ImageName): boolean {
  if (digest !== undefined || name === 'scratch') return false;
  // Distroless has no tags of versions; its names have the release of Debian.
  if (/(^|\/)distroless\/.*-debian\d+$/.test(name)) return false;
  if (tag === undefined || /^(latest|edge|nightly|canary|main|master|dev|develop|unstable|rolling)(-|$)/.test(tag))
    return true;
  return OFFICIAL.test(name) && !NAMED_RELEASES.test(name) && !/\d/.test(tag);
}
