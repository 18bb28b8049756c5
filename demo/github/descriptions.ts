import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { isRecord, recordOf, recordsOf, textOf } from './json.ts';
import { restOperations } from './operations.ts';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Json, JsonRecord } from './json.ts';
import type { RestOperation, WebhookName } from './operations.ts';

/** One operation of GitHub's OpenAPI description. */
export interface Operation {
  readonly id: RestOperation;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly JsonRecord[];
  readonly body: JsonRecord | undefined;
  readonly responses: JsonRecord;
}

export interface Descriptions {
  readonly operations: readonly Operation[];
  /** What is wrong with a request, in the sentences GitHub uses. Empty when nothing is. */
  readonly checkRequest: (
    operation: Operation,
    request: { params: Readonly<Record<string, string>>; query: URLSearchParams; body: Json },
  ) => readonly string[];
  readonly checkAnswer: (
    operation: Operation,
    answer: { status: number; type: string; body: Json },
  ) => readonly string[];
  readonly checkWebhook: (name: WebhookName, payload: JsonRecord) => readonly string[];
}

function readJson(name: string): JsonRecord {
  const value: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'descriptions', name), 'utf8'));
  if (!isRecord(value)) throw new TypeError(`${name} is not an object`);
  return value;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text));
}

function createAjv(name: string, document: JsonRecord): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, logger: false });
  for (const format of ['uri-template', 'repo.nwo', 'timestamp', 'ssh-key', 'int64', 'int32', 'double', 'float'])
    ajv.addFormat(format, true);
  ajv.addFormat('date-time', isDate);
  ajv.addFormat('date', /^\d{4}-\d\d-\d\d/);
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  ajv.addFormat('email', /@/);
  ajv.addFormat('hostname', /^[\w.-]+$/);
  ajv.addSchema({ ...document, $id: name });
  return ajv;
}

/** A schema's problem in the words that GitHub's own schema check uses, as far as they are known. */
function sentence(error: ErrorObject): string {
  const at = error.instancePath === '' ? 'the request' : `'${error.instancePath.slice(1)}'`;
  const params: Readonly<Record<string, unknown>> = error.params;
  if (error.keyword === 'required') return `"${String(params.missingProperty)}" wasn't supplied.`;
  if (error.keyword === 'maxItems')
    return `No more than ${String(params.limit)} items are allowed; ${Array.isArray(error.data) ? error.data.length : 'more'} were supplied.`;
  if (error.keyword === 'maxLength')
    return `Only ${String(params.limit)} characters are allowed; ${String(error.data).length} were supplied.`;
  if (error.keyword === 'enum')
    return `${JSON.stringify(error.data)} is not a member of ${JSON.stringify(params.allowedValues)}.`;
  return `For ${at}, the value ${error.message ?? 'is wrong'}.`;
}

function pointer(...keys: readonly string[]): string {
  return keys.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}

/** A query or path parameter as its schema's type wants it. */
function coerce(text: string, schema: JsonRecord | undefined): Json {
  const kind = schema?.type;
  if (kind === 'integer' || kind === 'number') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (kind === 'boolean')
    return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
  return text;
}

let loaded: Descriptions | undefined;

/** GitHub's descriptions. Read once for the process; each schema is compiled when it is first needed. */
export function loadDescriptions(): Descriptions {
  loaded ??= readDescriptions();
  return loaded;
}

function readDescriptions(): Descriptions {
  const rest = readJson('rest.json');
  const table = recordOf(rest, 'operations') ?? {};
  const restAjv = createAjv('rest', rest);
  let hookAjv: Ajv | undefined;

  function problems(ajv: Ajv, ref: string, value: unknown): readonly string[] {
    const check: ValidateFunction | undefined = ajv.getSchema(ref);
    if (!check) throw new Error(`No schema at ${ref}`);
    if (check(value)) return [];
    return [
      ...new Set((check.errors ?? []).map((error) => sentence({ ...error, data: valueAt(value, error.instancePath) }))),
    ];
  }

  function valueAt(value: unknown, path: string): unknown {
    let node = value;
    for (const key of path.split('/').slice(1))
      node = Array.isArray(node) ? node[Number(key)] : isRecord(node) ? node[key] : undefined;
    return node;
  }

  return {
    operations: restOperations.map((id) => {
      const details = recordOf(table, id) ?? {};
      return {
        id,
        method: textOf(details, 'method') ?? '',
        path: textOf(details, 'path') ?? '',
        parameters: recordsOf(details, 'parameters'),
        body: recordOf(details, 'body'),
        responses: recordOf(details, 'responses') ?? {},
      };
    }),
    checkRequest(operation, { params, query, body }) {
      const found: string[] = [];
      for (const [index, parameter] of operation.parameters.entries()) {
        const name = textOf(parameter, 'name') ?? '';
        const text = parameter.in === 'path' ? params[name] : (query.get(name) ?? undefined);
        if (text === undefined) {
          if (parameter.required === true && parameter.in === 'query') found.push(`"${name}" wasn't supplied.`);
          continue;
        }
        const ref = `rest#${pointer('operations', operation.id, 'parameters', String(index), 'schema')}`;
        found.push(
          ...problems(restAjv, ref, coerce(text, recordOf(parameter, 'schema'))).map((each) => `${name}: ${each}`),
        );
      }
      if (operation.body) found.push(...problems(restAjv, `rest#${pointer('operations', operation.id, 'body')}`, body));
      return found;
    },
    checkAnswer(operation, { status, type, body }) {
      const answers = recordOf(operation.responses, String(status));
      // GitHub refuses anything at any time; only what it describes can be checked.
      if (!answers) return status >= 400 || status === 304 ? [] : [`Status ${status} is not described.`];
      const media = type in answers ? type : 'application/json';
      if (!(media in answers)) return [];
      return problems(restAjv, `rest#${pointer('operations', operation.id, 'responses', String(status), media)}`, body);
    },
    checkWebhook(name, payload) {
      hookAjv ??= createAjv('hooks', readJson('webhooks.json'));
      return problems(hookAjv, `hooks#${pointer('webhooks', name)}`, payload);
    },
  };
}
