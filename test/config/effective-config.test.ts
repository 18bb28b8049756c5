import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultConfig } from '../../src/config/config.ts';
import { effectiveConfig } from '../../src/config/effective-config.ts';
import { readConfig } from '../../src/config/read.ts';
import { settingsFor } from '../../src/config/settings.ts';
import { KNOWN, VALID } from './known.ts';

function effectiveOf(text: string): string {
  return effectiveConfig(readConfig(text, KNOWN).config ?? assert.fail(), KNOWN.checks);
}

describe('the effective configuration', () => {
  test('names every check with its level and options', () => {
    assert.equal(
      effectiveConfig(defaultConfig(), KNOWN.checks.toReversed()),
      `preset: recommended
fail_on: secrets
max_comments: 25
comment_from: warning
on_error: neutral
drafts: check
bots: check
labels: {}
not_dismissible: []
exclude: []
checks:
  ch01/module-too-long:
    level: off
    max_lines: 500
    count_comments: false
    allow:
      - main
  ch03/unused-import: warning
  ch05/source-without-tests: off
  ch07/missing-docstring: notice
  ch07/stale-docstring: off
  ch16/secret-in-source: error
overrides: []
`,
    );
  });

  test('says of an override what it makes different', () => {
    const [, overrides] = effectiveOf(VALID).split('overrides:\n');
    assert.equal(
      overrides,
      `  - paths:
      - scripts/**
    checks:
      ch03/unused-import: off
  - paths:
      - scripts/keep/**
    checks:
      ch01/module-too-long:
        level: warning
        max_lines: 50
      ch07/missing-docstring: warning
      ch07/stale-docstring: warning
`,
    );
  });

  test('is a configuration that means the same', () => {
    const config = readConfig(VALID, KNOWN).config ?? assert.fail();
    const again = readConfig(effectiveConfig(config, KNOWN.checks), KNOWN);
    assert.deepEqual(again.problems, []);
    assert.deepEqual(
      { ...again.config, checks: {}, chapters: {}, overrides: [] },
      { ...config, checks: {}, chapters: {}, overrides: [] },
    );
    const [before, after] = [config, again.config ?? assert.fail()].map((each) => settingsFor(each, KNOWN.checks));
    for (const { id } of KNOWN.checks) {
      for (const path of ['a.py', 'scripts/a.py']) {
        const { level, options } = before?.check(id, path) ?? assert.fail();
        assert.deepEqual(
          { ...after?.check(id, path), explicit: true },
          { level, options, explicit: true },
          `${id} on ${path}`,
        );
      }
    }
  });

  test('does not change when it is read and printed again', () => {
    const once = effectiveOf('preset: all\nchapters: { ch07: off }\nexclude: [a]');
    assert.equal(effectiveOf(once), once);
  });
});
