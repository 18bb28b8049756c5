import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CheckId } from '../../src/core/flow.ts';
import { applyEdits } from '../../src/core/span.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { snapshotOf } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';

const catalogue = await loadCatalogue();
const analyser = createInThreadAnalyser(catalogue);
const PATH = 'src/shop/orders.py';

/** The text with the proven fixes of a check, and of what its mends might leave behind. */
async function mended(check: CheckId, text: string): Promise<string> {
  const settings = settingsWith(catalogue, [check, 'ch03/unused-import', 'ch03/undefined-name']);
  const snapshot = snapshotOf({ before: {}, after: { [PATH]: text }, about: {} });
  const { findings } = await review({ snapshot, catalogue, settings, failOn: 'never', analyser });
  const own = findings.filter((finding) => finding.check === check);
  assert.notEqual(own.length, 0);
  return applyEdits(
    text,
    own.flatMap(({ fix }) => (fix?.safe ? fix.edits : [])),
  );
}

const MENDS: readonly (readonly [check: CheckId, before: string, after: string])[] = [
  [
    'ch06/dead-except',
    'try:\n    a()\nexcept OSError:\n    b()\nexcept FileNotFoundError as error:\n    c(error)\n',
    'try:\n    a()\nexcept FileNotFoundError as error:\n    c(error)\nexcept OSError:\n    b()\n',
  ],
  [
    'ch06/dead-except',
    'try:\n    a()\nexcept (KeyError, ValueError, KeyError):\n    b()\n',
    'try:\n    a()\nexcept (KeyError, ValueError):\n    b()\n',
  ],
  [
    'ch06/swallowed-exception',
    'import os\ntry:\n    os.mkdir("a")\nexcept Exception:\n    pass\n',
    'import os\ntry:\n    os.mkdir("a")\nexcept OSError:\n    pass\n',
  ],
  ['ch06/debugger-left-in', 'import pdb\n\nif a():\n    pdb.set_trace()\nb()\n', '\nif a():\n    pass\nb()\n'],
  ['ch06/debugger-left-in', 'from icecream import ic\n\nx = ic(a())\n', '\nx = a()\n'],
  [
    'ch06/unbounded-retry',
    'from tenacity import retry\n\n@retry\ndef f(): ...\n',
    'from tenacity import retry, stop_after_attempt, wait_exponential\n\n@retry(stop=stop_after_attempt(5), wait=wait_exponential(max=30), reraise=True)\ndef f(): ...\n',
  ],
  [
    'ch06/unbounded-retry',
    'import tenacity\n\n@tenacity.retry(wait=a, reraise=False)\ndef f(): ...\n',
    'import tenacity\n\n@tenacity.retry(wait=a, reraise=False, stop=tenacity.stop_after_attempt(5))\ndef f(): ...\n',
  ],
  [
    'ch06/unbounded-retry',
    'from retry import retry\n\n@retry()\ndef f(): ...\n',
    'from retry import retry\n\n@retry(tries=5)\ndef f(): ...\n',
  ],
  [
    'ch06/logging-call-broken',
    'import logging\nlog = logging.getLogger(__name__)\nlog.info("paid", 1)\n\nlog.warn("a")\n\nlog.info("{} of {a}", 1, 2)\n\nlog.info("%s", 1, 2)\n',
    'import logging\nlog = logging.getLogger(__name__)\nlog.info("paid %s", 1)\n\nlog.warning("a")\n\nlog.info("%s of %s", 1, 2)\n\nlog.info("%s", 1, 2)\n',
  ],
  [
    'ch08/quadratic-build',
    'def f(a, b):\n    c = sum(a.rows, [])\n\n    return c + sum((x for x in b), [])\n\ndef g(a):\n    return sum(a if a else [], [])\n',
    'def f(a, b):\n    c = [item for part in a.rows for item in part]\n\n    return c + [item for part in (x for x in b) for item in part]\n\ndef g(a):\n    return sum(a if a else [], [])\n',
  ],
  [
    'ch08/quadratic-build',
    'def f(a):\n    b = []\n    for c in a:\n        b = b + [c, c]\n    return b\n',
    'def f(a):\n    b = []\n    for c in a:\n        b += [c, c]\n    return b\n',
  ],
  [
    'ch08/quadratic-build',
    'def f(a):\n    b = []\n    d = b\n    for c in a:\n        b = b + [c]\n    return b, d\n',
    'def f(a):\n    b = []\n    d = b\n    for c in a:\n        b = b + [c]\n    return b, d\n',
  ],
  [
    'ch08/profiler-left-in',
    'import cProfile\n\ndef f():\n    cProfile.run("g(1)")\n\ndef g(a): ...\n',
    '\ndef f():\n    g(1)\n\ndef g(a): ...\n',
  ],
  ['ch08/profiler-left-in', '@profile\n@a\ndef f(): ...\n', '@a\ndef f(): ...\n'],
  ['ch08/profiler-left-in', 'import tracemalloc\ntracemalloc.start()\na()\n', 'a()\n'],
];

describe('a suggestion writes what an author would', () => {
  for (const [check, before, after] of MENDS)
    test(`${check}: ${JSON.stringify(before)}`, async () => assert.equal(await mended(check, before), after));
});
