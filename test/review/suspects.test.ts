import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Sample } from '../../src/core/check-info.ts';
import type { Report } from '../../src/core/flow.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import type { Catalogue, LoadedCheck } from '../../src/sdk/load.ts';
import { readSample, snapshotOf } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';

const catalogue = await loadCatalogue();

/** The same checks, each of which has every file parsed, and all of it. */
const thorough: Catalogue = { ...catalogue, checks: catalogue.checks.map(withoutGlance) };

function withoutGlance(loaded: LoadedCheck): LoadedCheck {
  const { check } = loaded;
  if (check.on !== 'python' && check.on !== 'pull') return loaded;
  const { mentions: _mentions, suspects: _suspects, places: _places, ...rest } = check;
  if (rest.on === 'python') return { ...loaded, check: rest };
  const { inWholeFiles: _inWholeFiles, ...whole } = rest;
  return { ...loaded, check: whole };
}

const [quick, slow] = [createInThreadAnalyser(catalogue), createInThreadAnalyser(thorough)];

/** Functions before and after, which nobody has to look into, and a method. */
function surround(text: string): string {
  return `${text}${text.endsWith('\n') ? '' : '\n'}


def first_neighbour(order):
    for line in order:
        print(line)


class Neighbour:
    kind = 1

    def show(self):
        return [self.kind]


def last_neighbour(order): return order
`;
}

/** The same with another name for all that plain lines of imports bring in: what is looked for may be called anything. */
function renamed(text: string): string {
  const names = new Set<string>();
  const other = (name: string): string => {
    names.add(name);
    return `${name}_of_ours`;
  };
  const imported = text.replaceAll(
    /^(\s*)(from [.\w]+ )?import ([\w., ]+)$/gm,
    (_line, indent: string, from = '', list = '') => {
      const items = String(list)
        .split(',')
        .map((item) => item.trim());
      const given = items.map((item) => {
        const [name = '', alias] = item.split(/\s+as\s+/);
        // `import a.b` brings in `a`, which another name cannot stand for.
        return name.includes('.') && !alias ? item : `${name} as ${other(alias ?? name)}`;
      });
      return `${indent}${from}import ${given.join(', ')}`;
    },
  );
  if (names.size === 0) return text;
  const used = new RegExp(`(?<![\\w.'"])(${[...names].join('|')})(?=[.(),\\]\\s])`, 'g');
  const lines = imported
    .split('\n')
    .map((line) => (/^\s*(?:from|import)\b/.test(line) ? line : line.replace(used, '$1_of_ours')));
  return surround(lines.join('\n'));
}

async function run(loaded: LoadedCheck, sample: Sample, change: (text: string) => string): Promise<[Report, Report]> {
  const files = readSample(sample, loaded.info);
  const after = Object.fromEntries(
    Object.entries(files.after).map(([path, text]) => [path, path.endsWith('.py') ? change(text) : text]),
  );
  const snapshot = snapshotOf({ ...files, after });
  const settings = settingsWith(catalogue, [loaded.info.id]);
  return [
    await review({ snapshot, catalogue, settings, failOn: 'never', analyser: quick }),
    await review({ snapshot, catalogue: thorough, settings, failOn: 'never', analyser: slow }),
  ];
}

const looking = catalogue.checks.filter(
  ({ check }) => check.on === 'python' || (check.on === 'pull' && check.collect?.python !== undefined),
);

describe('a glance at the text before it is parsed', () => {
  for (const loaded of looking) {
    const { info } = loaded;
    const samples = [...info.examples.flatMap(({ bad, good }) => [bad, good]), ...info.quiet];
    test(`takes no finding of its examples and near misses from ${info.id}`, async () => {
      for (const sample of samples) {
        for (const change of [(text: string) => text, surround, renamed]) {
          const [glanced, parsed] = await run(loaded, sample, change);
          assert.deepEqual(glanced.findings, parsed.findings);
          assert.deepEqual(glanced.skips, parsed.skips);
        }
      }
    });
  }
});
