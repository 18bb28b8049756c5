import { isRecord } from '../demo/github/json.ts';
import type { Json, JsonRecord } from '../demo/github/json.ts';

interface Correction {
  /** Keys from the top of the trimmed description to the schema. */
  readonly at: readonly string[];
  /** Schema to put there. */
  readonly schema: JsonRecord;
  readonly why: string;
}

const lineOrNothing = { type: ['integer', 'null'] };

/** Where GitHub's description of its REST API is known not to say what GitHub answers. */
const corrections: readonly Correction[] = [
  {
    at: ['operations', 'apps/list-installations', 'responses', '200', 'application/json', 'items'],
    schema: { $ref: '#/$defs/installation' },
    why: 'Says that an account is a user and an enterprise at once.',
  },
  {
    at: ['$defs', 'pull-request-review-comment', 'properties', 'line'],
    schema: lineOrNothing,
    why: 'Outdated comments have no line.',
  },
  {
    at: ['$defs', 'pull-request-review-comment', 'properties', 'original_line'],
    schema: lineOrNothing,
    why: 'Comments on a file have no line.',
  },
  {
    at: ['$defs', 'pull-request-review-comment', 'properties', 'position'],
    schema: lineOrNothing,
    why: 'Outdated comments have no position.',
  },
  {
    at: ['$defs', 'review-comment', 'properties', 'line'],
    schema: lineOrNothing,
    why: 'Outdated comments have no line.',
  },
  {
    at: ['$defs', 'review-comment', 'properties', 'original_line'],
    schema: lineOrNothing,
    why: 'Comments on a file have no line.',
  },
];

/** The same for the description of its web hooks. */
const webhookCorrections: readonly Correction[] = [
  {
    at: [
      '$defs',
      'webhook-check-suite-rerequested',
      'properties',
      'check_suite',
      'properties',
      'app',
      'properties',
      'events',
      'items',
    ],
    schema: { type: 'string' },
    why: 'Lists the events of some years ago.',
  },
];

function put(node: Json | undefined, keys: readonly string[], schema: JsonRecord): void {
  const [key = '', ...rest] = keys;
  if (!isRecord(node) || !(key in node))
    throw new Error(`The description has no ${keys.join(' > ')}: is the correction still needed?`);
  if (rest.length === 0) node[key] = schema;
  else put(node[key], rest, schema);
}

/** Applies the corrections in place. Throws when a place is gone, so that none outlives its reason. */
function apply(description: JsonRecord, list: readonly Correction[]): JsonRecord {
  for (const { at, schema } of list) put(description, at, schema);
  return description;
}

export function correctRest(description: JsonRecord): JsonRecord {
  return apply(description, corrections);
}

export function correctWebhooks(description: JsonRecord): JsonRecord {
  return apply(description, webhookCorrections);
}
