import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, execute, GraphQLError, parse, validate } from 'graphql';
import { isRecord, recordOf, textOf } from './json.ts';
import { createNodes } from './graphql-nodes.ts';
import { mutations } from './graphql-mutations.ts';
import { Refusal } from './refusal.ts';
import type { Actor, Call } from './call.ts';
import type { GraphqlContext } from './graphql-access.ts';
import type { JsonRecord } from './json.ts';
import type { Violations } from './violations.ts';
import type { World } from './world.ts';

/** GitHub puts `type` beside `message`; the library keeps it under `extensions`. */
function errorShape(error: GraphQLError): JsonRecord {
  const { type } = error.extensions;
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(error.path === undefined ? {} : { path: [...error.path] }),
    ...(error.locations === undefined
      ? {}
      : { locations: error.locations.map(({ line, column }) => ({ line, column })) }),
    message: error.message,
  };
}

function parseRequest(body: string): JsonRecord {
  try {
    const request: unknown = JSON.parse(body);
    if (isRecord(request)) return request;
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal(400, { message: 'Problems parsing JSON' });
}

const schema = buildSchema(readFileSync(join(import.meta.dirname, 'descriptions/schema.graphql'), 'utf8'));

/** Answers GraphQL with GitHub's own schema, cut down to what is served. */
export function createGraphql(parts: { world: World; events: Call['events']; violations: Violations }) {
  async function run(body: string, who: { actor: Actor; rateLimit: Call['rateLimit'] }): Promise<JsonRecord> {
    if (who.actor.kind !== 'installation' && who.actor.kind !== 'user')
      throw new Refusal(401, { message: 'This endpoint requires you to be authenticated.' });
    const request = parseRequest(body);
    const source = textOf(request, 'query') ?? '';
    let document;
    try {
      document = parse(source);
    } catch (error) {
      return refuse([error instanceof GraphQLError ? error : new GraphQLError(String(error))]);
    }
    const wrong = validate(schema, document);
    if (wrong.length > 0) return refuse(wrong);
    const context: GraphqlContext = { world: parts.world, events: parts.events, ...who };
    const rootValue = { ...createNodes(context), ...mutations };
    const result = await execute({
      schema,
      document,
      rootValue,
      contextValue: context,
      variableValues: recordOf(request, 'variables') ?? {},
    });
    // The library's result holds objects without a prototype; a round trip makes them plain JSON.
    const data: unknown = JSON.parse(JSON.stringify(result.data ?? null));
    const shown = isRecord(data) ? data : null;
    return { data: shown, ...(result.errors === undefined ? {} : { errors: result.errors.map(errorShape) }) };
  }

  /** A query that does not fit the schema is the client's mistake: recorded, and answered as GitHub does. */
  function refuse(errors: readonly GraphQLError[]): JsonRecord {
    parts.violations.add({ kind: 'request', operation: 'graphql', problems: errors.map((error) => error.message) });
    return { errors: errors.map(errorShape) };
  }

  return { run };
}
