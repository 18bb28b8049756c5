/** HTML that is safe to write out as it is. */
export interface Html {
  readonly html: string;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

/** Marks text as HTML. Only for what a renderer has made safe. */
export function trusted(text: string): Html {
  return { html: text };
}

type Value = string | number | Html | null | undefined | readonly Value[];

function show(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(`${value}`);
  return 'html' in value ? value.html : value.map(show).join('');
}

/**
 * A template whose values are escaped, unless they are HTML already.
 * Not called `html`: formatters would then move white space about, which counts in a diff and in the hash of the style.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return {
    html: parts.reduce((sum, part, index) => sum + part + (index < values.length ? show(values[index]) : ''), ''),
  };
}
