import {
  at,
  defineCheck,
  dockerfile,
  isDevelopmentFile,
  lineageOf,
  parseImage,
  shippedStages,
} from '../../src/sdk/check.ts';
import type { DockerFile, DockerStage, Draft, ImageName } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Base image that gets no more security fixes',
  on: 'dockerfile',
  bullet: 'Docker',
  severity: 'warning',
  preset: 'recommended',
  excludes: ['test'],
  why: `Old versions of Python and Debian get no more fixes: every hole that is found in them stays in the image. Their tags are not
    rebuilt either, so that even a fresh build is years old.`,
  whenNotTo: 'A vendor is paid to fix this version further, or the image tests that old versions still work.',
  options: {
    full_images: {
      type: 'boolean',
      default: false,
      about: 'Also report images that ship on the full `python` image, compilers and all, where `-slim` may do.',
    },
  },
  examples: [
    {
      title: 'Move on before support ends',
      bad: dockerfile`
        ARG PYTHON=3.9
        FROM python:\${PYTHON}-slim AS build  # <-
        RUN pip wheel --wheel-dir /wheels shop

        FROM python:3.13-slim-buster  # <-
        COPY --from=build /wheels /wheels
        USER 10001
      `,
      good: dockerfile`
        ARG PYTHON=3.13
        FROM python:\${PYTHON}-slim AS build
        RUN pip wheel --wheel-dir /wheels shop

        FROM python:3.13-slim-trixie
        COPY --from=build /wheels /wheels
        USER 10001
      `,
    },
    {
      title: 'Images that have Python inside',
      bad: dockerfile`
        FROM ghcr.io/astral-sh/uv:python3.8-bookworm AS tools  # <-
        FROM public.ecr.aws/lambda/python:3.10  # <-
        FROM debian:10-slim  # <-
      `,
      good: dockerfile`
        FROM ghcr.io/astral-sh/uv:python3.13-bookworm AS tools
        FROM public.ecr.aws/lambda/python:3.13
        FROM debian:13-slim
      `,
    },
  ],
  quiet: [
    // Tags that move with the releases, versions that look alike, and others' numbers.
    dockerfile`
      ARG VERSION
      FROM python:3
      FROM python:3-slim
      FROM python
      FROM python:latest
      FROM python:3.11-bookworm
      FROM python:\${VERSION}
      FROM python:3.100
      FROM node:9
      FROM debian:stable
      FROM registry.shop.example/python-tools:2.7
      FROM ghcr.io/astral-sh/uv:0.9.5
      FROM redis:2.8-alpine
      FROM shop/buster:1
    `,
    // Only the full image ships; that is a question of taste here.
    dockerfile`
      FROM python:3.13
      USER 10001
    `,
    // These are for old versions on purpose.
    at('docker/python3.8.Dockerfile', 'FROM python:3.8-slim\nRUN pip install shop\n'),
    at('docker/Dockerfile.py39', 'FROM python:3.9\nRUN pip install shop\n'),
    at('tests/old/Dockerfile', 'FROM python:2.7\nRUN pip install shop\n'),
  ],
  *run(file) {
    for (const stage of file.stages) {
      if (stage.parent !== undefined || stage.resolvedImage === undefined) continue;
      const ended = endedIn(parseImage(stage.resolvedImage), file.path);
      if (ended !== undefined)
        yield {
          at: stage.from.argsSpan,
          message: `${ended} gets no more security fixes; move to a version that does.`,
        };
      else if (file.options.full_images) yield* fullImage(file, stage);
    }
  },
});

/**
 * Support that had ended on 1 November 2026. A table, not a clock: the same commit gives the same findings next year, and whoever
 * updates the program gets the versions that ended since. Dates are those of https://devguide.python.org/versions/ and, with LTS,
 * of https://wiki.debian.org/LTS.
 */
const OLDEST_PYTHON = 11;
const ENDED_DEBIAN: Readonly<Record<string, string>> = {
  wheezy: 'Debian 7 (wheezy)',
  jessie: 'Debian 8 (jessie)',
  stretch: 'Debian 9 (stretch)',
  buster: 'Debian 10 (buster)',
  bullseye: 'Debian 11 (bullseye)',
};
const OLDEST_DEBIAN = 12;

/** What in an image is out of support; undefined where nothing is, or nothing is known. */
function endedIn({ name, tag = '' }: ImageName, path: string): string | undefined {
  const version = pythonOf(name, tag);
  if (version !== undefined && isOldPython(version) && !isAboutOld(version, path)) return `Python ${version}`;
  const number = /^debian$/.test(name)
    ? Number(/^(\d+)(?:\.\d+)?(?:-|$)/.exec(tag)?.[1] ?? OLDEST_DEBIAN)
    : OLDEST_DEBIAN;
  if (number < OLDEST_DEBIAN) return `Debian ${number}`;
  const codename = tag.split(/[-.]/).find((part) => Object.hasOwn(ENDED_DEBIAN, part));
  return codename !== undefined &&
    (version !== undefined || /^(debian|python|pypy|buildpack-deps)$/.test(name) || tag.includes('python'))
    ? ENDED_DEBIAN[codename]
    : undefined;
}

/** `3.9` of `python:3.9-slim`, of mirrors of it, and of `uv:python3.9-…`. */
function pythonOf(name: string, tag: string): string | undefined {
  const own = /(^|\/)python$/.test(name) ? /^v?(\d+(?:\.\d+)?)(?![\d])/.exec(tag)?.[1] : undefined;
  return own ?? /(?:^|-)python-?(\d+\.\d+)(?!\d)/.exec(tag)?.[1];
}

function isOldPython(version: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  return major === 2 || (major === 3 && minor !== undefined && minor < OLDEST_PYTHON);
}

/** `Dockerfile.py39` says that it wants the old version. */
function isAboutOld(version: string, path: string): boolean {
  const plain = version.replace('.', '\\.?');
  return new RegExp(`(py(thon)?-?|/|[-_.])${plain}(?!\\d)`, 'i').test(path);
}

function* fullImage(file: DockerFile, stage: DockerStage): Generator<Draft> {
  const { name, tag = '', digest } = parseImage(stage.resolvedImage ?? '');
  const isFull = name === 'python' && /^\d+(\.\d+){0,2}(-(bookworm|trixie))?$/.test(tag) && digest === undefined;
  const ships = shippedStages(file).some((shipped) => lineageOf(file, shipped)[0]?.index === stage.index);
  if (!isFull || !ships || isDevelopmentFile(file.path)) return;
  const message = 'The full image ships compilers that nothing needs at run time; `-slim` has what wheels need.';
  yield { at: stage.from.argsSpan, message, severity: 'notice' };
}
