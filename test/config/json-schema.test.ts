import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { jsonSchema } from '../../src/config/json-schema.ts';
import { readConfig } from '../../src/config/read.ts';
import { KNOWN, VALID } from './known.ts';
import { WRONG_VALUES } from './wrong-files.ts';

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(jsonSchema(KNOWN));

const RULES: readonly string[] = [
  VALID,
  '{}',
  'preset: all',
  'preset: most',
  'presets: all',
  'fail_on: never',
  'fail_on: off',
  'max_comments: 0',
  'max_comments: 50',
  'max_comments: 51',
  'max_comments: -1',
  'max_comments: 2.5',
  'max_comments: "3"',
  'comment_from: never',
  'comment_from: secrets',
  'on_error: failure',
  'on_error: success',
  'drafts: comment',
  'drafts: off',
  'bots: skip',
  'bots: [skip]',
  'labels: {}',
  'labels: { wip: skip, "a label": comment }',
  'labels: { wip: off }',
  'labels: [wip]',
  'not_dismissible: []',
  'not_dismissible: [ch16, ch03/unused-import, ch03/import-unused]',
  'not_dismissible: [ch19]',
  'not_dismissible: ch16',
  'exclude: []',
  'exclude: [a/**, "*.py"]',
  'exclude: a/**',
  'exclude: [3]',
  'exclude: [""]',
  `exclude: [${'a'.repeat(501)}]`,
  `exclude: [${'a'.repeat(500)}]`,
  'exclude: ["!a"]',
  'exclude: [/a]',
  'exclude: [a/../b]',
  "exclude: ['a\\b']",
  'exclude: [a/]',
  'exclude: [./a]',
  'chapters: { ch01: off, ch18: error }',
  'chapters: { ch19: off }',
  'chapters: { ch07: false }',
  'chapters: { ch07: loud }',
  'chapters: { ch07: { level: off } }',
  'chapters:',
  'checks: { ch03/unused-import: off }',
  'checks: { ch03/unused-import: { level: off } }',
  'checks: { ch03/unused-import: {} }',
  'checks: { ch03/unused-import: { lines: 3 } }',
  'checks: { ch03/unused-import: true }',
  'checks: { ch03/import-unused: off }',
  'checks: { ch03/unused: off }',
  'checks: { ch01/module-too-long: { max_lines: 50 } }',
  'checks: { ch01/module-too-long: { max_lines: 49 } }',
  'checks: { ch01/module-too-long: { max_lines: 5001 } }',
  'checks: { ch01/module-too-long: { level: loud } }',
  'checks: { ch01/module-too-long: { count_comments: yes } }',
  'checks: { ch01/module-too-long: { allow: [] } }',
  'checks: { ch01/module-too-long: { allow: [""] } }',
  'checks: { ch01/module-too-long: { allow: a } }',
  'overrides: []',
  'overrides: [{ paths: [a] }]',
  'overrides: [{ paths: [] }]',
  'overrides: [{ preset: all }]',
  'overrides: [{ paths: [a], preset: most }]',
  'overrides: [{ paths: [/a], preset: all }]',
  'overrides: [{ paths: [a], fail_on: never }]',
  'overrides: [{ paths: [a], checks: { ch03/nothing: off } }]',
  'overrides: { paths: [a] }',
  '[]',
  'text',
];

describe('the JSON Schema and the reader agree', () => {
  for (const text of RULES) {
    test(`on ${text.length > 90 ? `${text.slice(0, 90)}…` : text}`, () => {
      const isRead = readConfig(text, KNOWN).config !== undefined;
      assert.equal(validate(parse(text)), isRead, JSON.stringify(validate.errors));
    });
  }

  for (const [text] of WRONG_VALUES) {
    test(`on ${JSON.stringify(text)}, which is wrong`, () => assert.equal(validate(parse(text)), false));
  }

  test('on a table that has many of both', () => {
    const read = RULES.filter((text) => readConfig(text, KNOWN).config !== undefined);
    assert.ok(read.length >= 15 && RULES.length - read.length >= 25);
  });
});

describe('the JSON Schema tells an editor', () => {
  const schema = JSON.parse(JSON.stringify(jsonSchema(KNOWN)));

  test('its draft', () => assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema'));

  test('the meaning of every key of the file and of an override', () => {
    for (const part of [schema, schema.$defs.override]) {
      for (const [key, property] of Object.entries<Record<string, string>>(part.properties)) {
        const definition = schema.$defs[property.$ref?.replace('#/$defs/', '') ?? ''];
        assert.ok(property.description ?? definition?.description, key);
      }
    }
  });

  test('the title, reason and options of every check', () => {
    for (const check of KNOWN.checks) {
      const entry = schema.$defs.checks.properties[check.id];
      assert.equal(entry.title, check.title);
      assert.ok(entry.description.startsWith(check.why));
    }
    const [, mapping] = schema.$defs.checks.properties['ch01/module-too-long'].anyOf;
    assert.deepEqual(mapping.properties.max_lines, {
      type: 'integer',
      minimum: 50,
      maximum: 5_000,
      default: 500,
      description: 'Lines that a module may have.',
    });
  });

  test('that a former id is one', () => {
    const entry = schema.$defs.checks.properties['ch03/import-unused'];
    assert.equal(entry.deprecated, true);
    assert.equal(entry.description, 'Now called ch03/unused-import.');
  });

  test('the same, whenever it is made', () => assert.deepEqual(jsonSchema(KNOWN), jsonSchema(KNOWN)));
});
