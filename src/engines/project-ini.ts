/** Section → key → value; a value of several lines keeps them, trimmed, parted by `\n`. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads what `configparser` reads in setup.cfg and pytest.ini: indented lines go on with the value above. Never fails. */
export function readIni(text: string): Ini {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let key: string | undefined;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const trimmed = line.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const equals = line.search(/[=:]/);
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      key = undefined;
    } else if (/^\s/.test(line)) {
      if (section && key !== undefined)
        section.set(key, [section.get(key) ?? '', trimmed].filter((part) => part !== '').join('\n'));
    } else if (section && equals > 0) {
      key = line.slice(0, equals).trim();
      section.set(key, line.slice(equals + 1).trim());
    }
  }
  return sections;
}
