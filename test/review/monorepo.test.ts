import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckId } from '../../src/core/flow.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { snapshotOf } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';

const catalogue = await loadCatalogue();
const analyser = createInThreadAnalyser(catalogue);

/** Where a check speaks, of files that all are new, in a repository with these others. */
async function placesOf(
  check: CheckId,
  files: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const snapshot = snapshotOf({ before: others, after: { ...others, ...files }, about: {} });
  const settings = settingsWith(catalogue, [check]);
  const report = await review({ snapshot, catalogue, settings, failOn: 'error', analyser });
  return report.findings.map(({ path }) => path);
}

test('Ruff’s settings above a project without any count for it, those of another project do not', async () => {
  const text = 'import json\n\n\ndef total(lines):\n    return sum(lines)\n';
  const found = await placesOf(
    'ch03/unused-import',
    { 'api/x.py': text, 'web/x.py': text },
    {
      'pyproject.toml': '[tool.ruff.lint]\nignore = ["F401"]\n',
      'api/pyproject.toml': '[project]\nname = "api"\n',
      'web/pyproject.toml': '[project]\nname = "web"\n[tool.ruff]\n',
    },
  );
  assert.deepEqual(found, ['web/x.py']);
});

test('a folder that pytest is told to search holds tests, whatever its name', async () => {
  const text = 'import requests\n\n\ndef fetch(url):\n    return requests.get(url).json()\n';
  const found = await placesOf(
    'ch06/http-call-without-timeout',
    { 'api/verify/helper.py': text, 'web/verify/helper.py': text },
    {
      'api/pyproject.toml': '[tool.pytest.ini_options]\ntestpaths = ["verify"]\n',
      'api/verify/test_a.py': '',
      'web/pyproject.toml': '[project]\nname = "web"\n',
      'web/verify/test_a.py': '',
    },
  );
  assert.deepEqual(found, ['web/verify/helper.py']);
});
