import {
  at,
  defineCheck,
  dockerfile,
  isDevelopmentFile,
  isMovingImage,
  isPublishedImage,
  parseImage,
  shortPath,
  sourcesOf,
  stageNamed,
} from '../../src/sdk/check.ts';
import type { DockerFile, DockerInstruction, DockerStage, Draft, ImageName } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Base image without a version',
  on: 'dockerfile',
  bullet: 'Optimization',
  severity: 'warning',
  preset: 'recommended',
  why: `An image without a tag means \`latest\`: whatever that is on the day of the build, another Python next October included. Two
    builds of the same commit give different images, and going back to an older commit does not bring the old image back.`,
  whenNotTo: 'The image is built and thrown away at once, or a bot rebuilds and tests it whenever the base moves.',
  options: {
    require_digest: {
      type: 'boolean',
      default: false,
      about: 'Also report images that have a tag, but no digest (`@sha256:…`).',
    },
  },
  examples: [
    {
      title: 'Name the version that the program was tested with',
      bad: dockerfile`
        FROM python  # <-
        COPY shop/ /app/shop/
        USER 10001
      `,
      good: dockerfile`
        FROM python:3.13-slim
        COPY shop/ /app/shop/
        USER 10001
      `,
    },
    {
      title: 'Arguments and copies bring images in too',
      bad: dockerfile`
        ARG VARIANT=slim
        FROM python:\${VARIANT} AS build  # <-
        COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/  # <-
        FROM build
        USER 10001
      `,
      good: dockerfile`
        ARG VARIANT=3.13-slim
        FROM python:\${VARIANT} AS build
        COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
        FROM build
        USER 10001
      `,
    },
  ],
  quiet: [
    dockerfile`
      FROM --platform=$BUILDPLATFORM registry.shop.example:5000/base/python:3.13 AS build
      FROM build AS test
      COPY --from=build /app /app
      COPY --from=0 /etc/os-release /
      FROM scratch
    `,
    dockerfile`
      ARG BASE
      ARG VERSION
      FROM \${BASE}
      FROM python:\${VERSION}
    `,
    dockerfile`
      FROM python@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
      FROM python:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    `,
    // Built on the spot, and an image whose name has the version.
    dockerfile`
      FROM shop-base AS tools
      FROM shop/base
      FROM debian:bookworm-slim
      FROM gcr.io/distroless/python3-debian12
      COPY --from=assets /dist /srv
    `,
    at(
      'docs/Dockerfile',
      dockerfile`
        FROM python:3
        RUN pip install sphinx
      `,
    ),
  ],
  *run(file) {
    for (const stage of file.stages) {
      if (stage.parent === undefined && stage.resolvedImage !== undefined)
        yield* judge(file, { image: stage.resolvedImage, by: stage.from });
      for (const instruction of stage.instructions) yield* judgeSources(file, stage, instruction);
    }
  },
});

interface Use {
  readonly image: string;
  readonly by: DockerInstruction;
}

type Configured = DockerFile & { readonly options: { readonly require_digest: boolean } };

/** Images that `COPY --from=` and mounts take files out of. A plain word may be a build context of that name. */
function* judgeSources(file: Configured, stage: DockerStage, instruction: DockerInstruction): Iterable<Draft> {
  for (const source of sourcesOf(instruction)) {
    if (stageNamed(file, source, stage) || source.includes('$') || !/[/:]/.test(source)) continue;
    yield* judge(file, { image: source, by: instruction });
  }
}

function* judge(file: Configured, { image, by }: Use): Iterable<Draft> {
  const parsed = parseImage(image);
  if (parsed.digest !== undefined || parsed.name === 'scratch' || !isPublishedImage(parsed)) return;
  const message =
    problemOf(parsed) ??
    (file.options.require_digest ? `\`${shown(parsed)}\` can be replaced under its tag; add its digest.` : undefined);
  if (message === undefined) return;
  yield { at: by.span, message, key: image, ...(isDevelopmentFile(file.path) && { severity: 'notice' }) };
}

function problemOf(image: ImageName): string | undefined {
  if (!isMovingImage(image)) return undefined;
  if (image.tag === undefined)
    return `\`${shown(image)}\` without a tag is another image after each release; name a version.`;
  return `\`${shown(image)}\` is another image after each release; name a version${image.name.startsWith('cgr.dev/') ? ' or a digest' : ''}.`;
}

function shown({ name, tag }: ImageName): string {
  return shortPath(tag === undefined ? name : `${name}:${tag}`);
}
