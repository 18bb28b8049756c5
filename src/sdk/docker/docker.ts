/** Helpers for checks on Dockerfiles: stages as images, the commands in them, and who they run as. */
export * from './docker-commands.ts';
export * from './docker-image.ts';
export * from './docker-stages.ts';
export * from './docker-user.ts';
export * from './docker-user-fix.ts';
export * from './docker-variables.ts';
export * from './docker-poetry.ts';
export * from './docker-context.ts';
export * from '../ignore-patterns.ts';
export * from './docker-root.ts';
export * from './root-overrides.ts';
export * from './docker-poetry-problems.ts';
export * from './docker-artefacts.ts';
export * from './docker-missing.ts';
export * from './docker-installs.ts';
