import type { Descriptions, Operation } from './descriptions.ts';

export interface Match {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

/** Parameters that may hold slashes. */
const deep = new Set(['path', 'ref', 'basehead', 'branch']);

function compile(template: string): RegExp {
  const pattern = template
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{(\w+)\}/g, (_whole, name: string) => `(?<${name}>${deep.has(name) ? '.+?' : '[^/]+?'})`);
  return new RegExp(`^${pattern}$`);
}

function literals(template: string): number {
  return template.split('/').filter((part) => part !== '' && !part.startsWith('{')).length;
}

/** Finds the operation for a method and a path below `/api/v3`. Of two that fit, the one with more fixed parts wins. */
export function createRouter(descriptions: Descriptions): (method: string, path: string) => Match | undefined {
  const table = descriptions.operations
    .map((operation) => ({ operation, pattern: compile(operation.path), weight: literals(operation.path) }))
    .sort((a, b) => b.weight - a.weight);
  return (method, path) => {
    // The root of a repository's contents has no path; the description knows only the other form.
    const whole = /\/contents\/?$/.test(path) ? path.replace(/\/?$/, '/%2F') : path;
    for (const { operation, pattern } of table) {
      const found = operation.method === method ? pattern.exec(whole) : null;
      if (!found) continue;
      const params = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      return { operation, params: Object.fromEntries(params) };
    }
    return undefined;
  };
}
