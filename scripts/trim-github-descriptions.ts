/**
 * Cuts GitHub's own descriptions of its API down to what the demo serves, without prose, and writes them to demo/github/descriptions/.
 *
 * The packages are too big (468 MB) to be dependencies. Get them into a folder of their own and pass its path:
 *
 *   npm install --no-save --prefix /tmp/github-descriptions @octokit/openapi@23 @octokit/openapi-webhooks@12 @octokit/graphql-schema@15
 *   node scripts/trim-github-descriptions.ts /tmp/github-descriptions
 *
 * OpenAPI 3.0 `nullable` becomes JSON Schema here, so that the files are read by any JSON Schema validator as they are.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../demo/github/json.ts';
import type { Json, JsonRecord } from '../demo/github/json.ts';
import { graphqlFields, restOperations, webhookNames } from '../demo/github/operations.ts';
import { correctRest, correctWebhooks } from './correct-descriptions.ts';
import { trimGraphql } from './trim-graphql.ts';
import { createSchemaTrimmer } from './trim-schema.ts';

const target = join(import.meta.dirname, '../demo/github/descriptions');

async function readDescription(root: string, name: string): Promise<JsonRecord> {
  const parsed: unknown = JSON.parse(await readFile(join(root, 'node_modules/@octokit', name), 'utf8'));
  if (!isRecord(parsed)) throw new TypeError(`${name} is not an object`);
  return parsed;
}

function record(value: Json | undefined): JsonRecord {
  return isRecord(value) ? value : {};
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** `{status: {mediaType: schema}}`; an answer without content has no media type. */
function trimResponses(
  responses: JsonRecord,
  resolve: (node: Json) => JsonRecord,
  schema: (node: Json) => Json,
): JsonRecord {
  const kept: JsonRecord = {};
  for (const [status, value] of Object.entries(responses)) {
    const content = record(resolve(value).content);
    kept[status] = Object.fromEntries(
      Object.entries(content).map(([type, media]) => [type, schema(record(media).schema ?? {})]),
    );
  }
  return kept;
}

function trimRest(description: JsonRecord): JsonRecord {
  const wanted = new Set<string>(restOperations);
  const trimmer = createSchemaTrimmer(description);
  const operations: JsonRecord = {};
  for (const [path, item] of Object.entries(record(description.paths))) {
    for (const [method, operation] of Object.entries(record(item))) {
      const details = record(operation);
      const id = details.operationId;
      if (typeof id !== 'string' || !wanted.delete(id)) continue;
      const parameters = list(details.parameters).map((node) => {
        const { name, in: place, required, schema } = trimmer.resolve(node);
        return { name: name ?? '', in: place ?? '', required: required === true, schema: trimmer.trim(schema ?? {}) };
      });
      const bodyNode = details.requestBody === undefined ? undefined : trimmer.resolve(details.requestBody);
      const body = record(record(bodyNode?.content)['application/json']).schema;
      operations[id] = {
        method: method.toUpperCase(),
        path,
        parameters,
        ...(body === undefined ? {} : { body: trimmer.trim(body), bodyRequired: bodyNode?.required === true }),
        responses: trimResponses(record(details.responses), trimmer.resolve, trimmer.trim),
      };
    }
  }
  if (wanted.size > 0) throw new Error(`Not in GitHub's description: ${[...wanted].join(', ')}`);
  return { operations, $defs: trimmer.definitions() };
}

function trimWebhooks(description: JsonRecord): JsonRecord {
  const trimmer = createSchemaTrimmer(description);
  const all = record(description.webhooks);
  const webhooks: JsonRecord = {};
  for (const name of webhookNames) {
    const body = record(record(record(all[name]).post).requestBody);
    const schema = record(record(body.content)['application/json']).schema;
    if (schema === undefined) throw new Error(`Not in GitHub's description: ${name}`);
    webhooks[name] = trimmer.trim(schema);
  }
  return { webhooks, $defs: trimmer.definitions() };
}

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(target, name), text);
  process.stdout.write(`${name}: ${Math.round(text.length / 1024)} KB\n`);
}

const root = process.argv[2];
if (root === undefined) {
  process.stderr.write("Give the folder in which GitHub's descriptions were installed; see the top of this file.\n");
  process.exitCode = 2;
} else {
  const rest = correctRest(trimRest(await readDescription(root, 'openapi/generated/api.github.com.json')));
  const hooks = correctWebhooks(
    trimWebhooks(await readDescription(root, 'openapi-webhooks/generated/api.github.com.json')),
  );
  const sdl = await readFile(join(root, 'node_modules/@octokit/graphql-schema/schema.graphql'), 'utf8');
  await write('rest.json', `${JSON.stringify(rest)}\n`);
  await write('webhooks.json', `${JSON.stringify(hooks)}\n`);
  await write('schema.graphql', trimGraphql(sdl, graphqlFields));
}
