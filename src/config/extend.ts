import type { Decoded } from '../core/decode.ts';
import { CONFIG_PATH, type Known } from './config.ts';
import { printProblem, readConfig, type ReadResult } from './read.ts';

/** Where a configuration is: a path in a repository of the same owner. */
export interface ConfigPlace {
  /** Name without the owner; undefined for the repository that is reviewed. */
  readonly repo: string | undefined;
  readonly path: string;
}

/** Reads the text at a place; undefined where there is none, the reason where it cannot be read. */
export type ReadPlace = (place: ConfigPlace) => Promise<Decoded | undefined>;

/** Configurations between a file and the one that extends nothing, itself not counted. */
export const MOST_PARENTS = 3;

interface Start {
  readonly place: ConfigPlace;
  readonly text: string;
}

/**
 * A configuration laid over those that it extends: chapters, checks and options by key, lists as a whole. What is wrong with a
 * parent is said at the line that names the child's own parent.
 */
export async function readExtended({ place, text }: Start, known: Known, read: ReadPlace): Promise<ReadResult> {
  return layer({ place, text, seen: [printPlace(place)] }, known, read);
}

async function layer(
  start: Start & { readonly seen: readonly string[] },
  known: Known,
  read: ReadPlace,
): Promise<ReadResult> {
  const { place, text, seen } = start;
  const options = { ...known, path: place.repo === undefined ? place.path : printPlace(place) };
  const alone = readConfig(text, options);
  if (!alone.parent || !alone.config) return alone;
  const { name, span } = alone.parent;
  const refuse = (message: string): ReadResult => ({
    config: undefined,
    problems: [...alone.problems, { path: options.path, span, severity: 'error', message }],
  });
  const parent = placeOfParent(name, place);
  const said = printPlace(parent);
  if (seen.includes(said)) return refuse(`\`extends\` leads back to \`${said}\`; one of the files has to stand alone`);
  if (seen.length > MOST_PARENTS)
    return refuse(`\`extends\` goes on for more than ${MOST_PARENTS} files; take one out`);
  const file = await read(parent);
  if (!file) return refuse(`\`extends\` names \`${said}\`, which is not there, or which we may not read`);
  if ('why' in file) return refuse(`\`extends\` names \`${said}\`, which ${file.why}`);
  const above = await layer({ place: parent, text: file.text, seen: [...seen, said] }, known, read);
  if (above.config) return readConfig(text, { ...options, base: above.config });
  const first = above.problems.find(({ severity }) => severity === 'error');
  return refuse(`\`extends\` names a file with a problem: ${first ? printProblem(first) : said}`);
}

/** A path without a repository is in the one where it is written. */
function placeOfParent(name: string, from: ConfigPlace): ConfigPlace {
  const colon = name.indexOf(':');
  const repo = colon < 0 ? name : name.slice(0, colon);
  return { repo: repo === '' ? from.repo : repo, path: colon < 0 ? CONFIG_PATH : name.slice(colon + 1) };
}

/** `standards:review/python.yml` */
function printPlace({ repo, path }: ConfigPlace): string {
  return `${repo ?? ''}:${path}`;
}
