/** A name for a message, cut at its end where it is longer than `most` characters. */
export function shortName(name: string, most = 40): string {
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

/** The same for a path or an image, whose last part says most. */
export function shortPath(path: string, most = 40): string {
  return path.length > most ? `…${path.slice(1 - most)}` : path;
}
