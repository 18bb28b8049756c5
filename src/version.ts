import manifest from '../package.json' with { type: 'json' };

/** This package's version; part of what makes a report what it is. */
export const VERSION: string = manifest.version;

/** Where the checks' pages are read. */
export const DOCS_URL = 'https://github.com/chapter-and-verse/chapter-and-verse/blob/main/docs/checks';

/** The packages that a result comes from, with their versions: pinned in package.json, so that these are the ones installed. */
export const ENGINES: string = Object.entries(manifest.dependencies)
  .map(([name, version]) => `${name}@${version}`)
  .join(' ');
