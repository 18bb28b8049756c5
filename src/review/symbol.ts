/**
 * Dotted name of what encloses a line: functions and classes in Python, the table in TOML, the keys above in YAML, the stage in
 * a Dockerfile. Read from the lines alone, so that it costs no parse; it only has to be the same before and after an edit
 * elsewhere in the file.
 */
export function symbolAt(path: string, lines: readonly string[], line: number): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.endsWith('.py')) return byIndent(lines, line, /^\s*(?:async\s+def|def|class)\s+([^\s(:[]+)/);
  if (/\.ya?ml$/.test(name)) return byIndent(lines, line, /^\s*(?:-\s+)?(["']?[\w./-]+["']?)\s*:/);
  if (/\.(toml|lock|cfg|ini)$/.test(name)) return nearest(lines, line, /^\s*\[+\s*([^\]]+?)\s*\]/);
  if (/dockerfile|containerfile/i.test(name)) return nearest(lines, line, /^\s*FROM\s+(.+?)\s*$/i);
  return '';
}

/** Names on the way out through lines of smaller and smaller indentation, outermost first. */
function byIndent(lines: readonly string[], line: number, pattern: RegExp): string {
  const own = lines[line - 1] ?? '';
  const names = [pattern.exec(own)?.[1] ?? []].flat();
  let limit = indentOf(own);
  for (let index = line - 2; index >= 0 && limit > 0; index -= 1) {
    const text = lines[index] ?? '';
    const indent = indentOf(text);
    if (text.trim() === '' || indent >= limit) continue;
    const match = pattern.exec(text);
    if (!match) continue;
    names.unshift(match[1] ?? '');
    limit = indent;
  }
  return names.join('.');
}

function nearest(lines: readonly string[], line: number, pattern: RegExp): string {
  for (let index = line - 1; index >= 0; index -= 1) {
    const match = pattern.exec(lines[index] ?? '');
    if (match) return match[1] ?? '';
  }
  return '';
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
