import { isRecord } from '../demo/github/json.ts';
import type { Json, JsonRecord } from '../demo/github/json.ts';

/** Keywords that decide whether a value is valid, each with the way its value is walked. All others are prose. */
const keywords: Readonly<Record<string, 'keep' | 'schema' | 'schemas' | 'map'>> = {
  type: 'keep',
  enum: 'keep',
  const: 'keep',
  format: 'keep',
  pattern: 'keep',
  required: 'keep',
  minimum: 'keep',
  maximum: 'keep',
  minLength: 'keep',
  maxLength: 'keep',
  minItems: 'keep',
  maxItems: 'keep',
  uniqueItems: 'keep',
  minProperties: 'keep',
  maxProperties: 'keep',
  items: 'schema',
  not: 'schema',
  additionalProperties: 'schema',
  oneOf: 'schemas',
  anyOf: 'schemas',
  allOf: 'schemas',
  properties: 'map',
  patternProperties: 'map',
};

export interface SchemaTrimmer {
  /** The schema without prose, its references pointing into `$defs`. */
  readonly trim: (node: Json) => Json;
  /** Follows a reference of the description, if the node is one. */
  readonly resolve: (node: Json) => JsonRecord;
  /** All schemas that trimmed ones refer to, trimmed as well. */
  readonly definitions: () => JsonRecord;
}

/** OpenAPI 3.0 says `nullable`; JSON Schema says that `null` is one of the types. */
function allowNull(schema: JsonRecord): JsonRecord {
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const values = schema.enum;
  const withNull = Array.isArray(values) && !values.includes(null) ? { enum: [...values, null] } : {};
  return { ...schema, type: [schema.type, 'null'], ...withNull };
}

/** Trims schemas of one OpenAPI description and remembers which components they need. */
export function createSchemaTrimmer(description: JsonRecord): SchemaTrimmer {
  const done = new Map<string, Json>();

  function lookUp(pointer: string): Json {
    let node: Json = description;
    for (const key of pointer.slice(2).split('/')) node = isRecord(node) ? (node[key] ?? {}) : {};
    return node;
  }

  function resolve(node: Json): JsonRecord {
    if (!isRecord(node)) return {};
    return typeof node.$ref === 'string' ? resolve(lookUp(node.$ref)) : node;
  }

  function refer(pointer: string): Json {
    const name = pointer.slice(pointer.lastIndexOf('/') + 1);
    if (!done.has(name)) {
      done.set(name, {}); // Taken, so that a schema that contains itself comes to an end.
      done.set(name, trim(lookUp(pointer)));
    }
    return { $ref: `#/$defs/${name}` };
  }

  function walk(how: 'keep' | 'schema' | 'schemas' | 'map', value: Json): Json {
    if (how === 'schema') return trim(value);
    if (how === 'schemas' && Array.isArray(value)) return value.map(trim);
    if (how === 'map' && isRecord(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, trim(schema)]));
    }
    return value;
  }

  function trim(node: Json): Json {
    if (!isRecord(node)) return node;
    if (typeof node.$ref === 'string') return refer(node.$ref);
    const kept: JsonRecord = {};
    for (const [key, value] of Object.entries(node)) {
      const how = keywords[key];
      if (how !== undefined) kept[key] = walk(how, value);
    }
    return node.nullable === true ? allowNull(kept) : kept;
  }

  return { trim, resolve, definitions: () => Object.fromEntries([...done].sort(([a], [b]) => (a < b ? -1 : 1))) };
}
