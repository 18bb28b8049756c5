/** A name for a message, cut at its end where it is longer than `most` characters. */
export function shortName(name: string, most = 40): string {
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

/** The same for a path or an image, whose last part says most. */
export function shortPath(path: string, most = 40): string {
  return path.length > most ? `…${path.slice(1 - most)}` : path;
}

/** A noun with `a` or `an` before it, as it is spoken: `an AWS key`, `a URL`, `an npm token`. */
export function withArticle(noun: string): string {
  return `${/^([aeio]|[AEIO][a-z]|[AEFHILMNORSX](?=[A-Z\d])|npm\b)/.test(noun) ? 'an' : 'a'} ${noun}`;
}
