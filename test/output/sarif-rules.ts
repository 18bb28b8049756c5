/**
 * What SARIF 2.1.0 asks of the parts that we write: each object's keys, which of them must be there, and what they hold.
 * By sections 3.13 to 3.58 of the standard; a key that is not listed here is refused.
 */
type Check = (value: unknown, path: string) => readonly string[];

function fail(path: string, what: string): readonly string[] {
  return [`${path}: ${what}`];
}

function text(pattern = /[^]/): Check {
  return (value, path) =>
    typeof value === 'string' && pattern.test(value) ? [] : fail(path, `not a text like ${pattern}`);
}

function oneOf(...values: readonly string[]): Check {
  return (value, path) =>
    typeof value === 'string' && values.includes(value) ? [] : fail(path, `not one of ${values.join(', ')}`);
}

function integer(min: number): Check {
  return (value, path) =>
    Number.isInteger(value) && Number(value) >= min ? [] : fail(path, `not an integer from ${min}`);
}

function boolean(value: unknown, path: string): readonly string[] {
  return typeof value === 'boolean' ? [] : fail(path, 'not a boolean');
}

function listOf(item: Check, { min = 0, unique = false } = {}): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return fail(path, 'not a list');
    const problems = value.flatMap((each: unknown, index) => item(each, `${path}[${index}]`));
    if (value.length < min) problems.push(`${path}: fewer than ${min}`);
    if (unique && new Set(value.map((each) => JSON.stringify(each))).size < value.length)
      problems.push(`${path}: not unique`);
    return problems;
  };
}

function mapOf(item: Check): Check {
  return (value, path) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, each]) => item(each, `${path}.${key}`))
      : fail(path, 'not an object');
}

/** Keys that end in `?` may be missing. */
function object(shape: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, 'not an object');
    const present = new Map<string, unknown>(Object.entries(value));
    const missing = Object.keys(shape).filter((key) => !key.endsWith('?') && !present.has(key));
    return [
      ...missing.map((key) => `${path}: lacks ${key}`),
      ...[...present].flatMap(([key, each]) =>
        (shape[key] ?? shape[`${key}?`] ?? ((): string[] => [`${path}: has ${key}`]))(each, `${path}.${key}`),
      ),
    ];
  };
}

const uri = text(/^https:\/\/[!-~]+$/);
const relative = text(/^[A-Za-z0-9\-._~!$'()*,;=%/]+$/);
const level = oneOf('none', 'note', 'warning', 'error');
const message = object({ text: text(), 'markdown?': text() });
const artifactLocation = object({ uri: relative, 'uriBaseId?': text() });
const region = object({
  startLine: integer(1),
  'startColumn?': integer(1),
  'endLine?': integer(1),
  'endColumn?': integer(1),
});
const location = object({ physicalLocation: object({ artifactLocation, 'region?': region }) });
const replacement = object({ deletedRegion: region, 'insertedContent?': object({ text: text() }) });
const fix = object({
  'description?': object({ text: text(/^/) }),
  artifactChanges: listOf(object({ artifactLocation, replacements: listOf(replacement, { min: 1 }) }), { min: 1 }),
});
const suppression = object({ kind: oneOf('inSource', 'external'), 'justification?': text(), 'location?': location });
const result = object({
  ruleId: text(/^ch\d\d\/[a-z0-9-]+$/),
  'ruleIndex?': integer(0),
  level,
  message,
  locations: listOf(location, { min: 1 }),
  partialFingerprints: mapOf(text(/^[0-9a-f]{16}$/)),
  'fixes?': listOf(fix, { unique: true }),
  'suppressions?': listOf(suppression, { unique: true }),
  'properties?': object({ code: text() }),
});
const rule = object({
  id: text(),
  name: text(/^[A-Z][A-Za-z0-9]*$/),
  'deprecatedIds?': listOf(text(), { min: 1, unique: true }),
  shortDescription: message,
  fullDescription: message,
  help: message,
  helpUri: uri,
  defaultConfiguration: object({ level }),
  properties: object({
    tags: listOf(text(), { unique: true }),
    'problem.severity': oneOf('error', 'warning', 'recommendation'),
  }),
});
const notification = object({
  level,
  message,
  'associatedRule?': object({ id: text(), index: integer(0) }),
  'locations?': listOf(location, { unique: true }),
});
const run = object({
  tool: object({
    driver: object({
      name: text(),
      version: text(),
      semanticVersion: text(/^\d+\.\d+\.\d+/),
      informationUri: uri,
      rules: listOf(rule, { unique: true }),
    }),
  }),
  invocations: listOf(object({ executionSuccessful: boolean, toolExecutionNotifications: listOf(notification) })),
  originalUriBaseIds: mapOf(object({ 'uri?': text(/\/$/), description: message })),
  columnKind: oneOf('utf16CodeUnits', 'unicodeCodePoints'),
  results: listOf(result),
});

export const log = object({ $schema: uri, version: oneOf('2.1.0'), runs: listOf(run) });
