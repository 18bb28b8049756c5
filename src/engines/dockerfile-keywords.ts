import { nearest } from '../core/nearest.ts';

const KEYWORDS = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
] as const;

export function isKeyword(keyword: string): boolean {
  return KEYWORDS.some((known) => known === keyword);
}

/** The instruction that a misspelt one most likely stands for. */
export function nearestKeyword(keyword: string): string | undefined {
  return nearest(keyword.slice(0, 20), KEYWORDS);
}
