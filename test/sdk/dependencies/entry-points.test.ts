import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setupCfgEntryPoints, tomlEntryPoints } from '../../../src/sdk/dependencies/entry-points.ts';
import type { EntryPoint } from '../../../src/sdk/dependencies/entry-points.ts';
import { sourceFile } from '../../support/source-file.ts';
import { tomlFile } from '../toml-file.ts';

function words(entries: readonly EntryPoint[]): readonly string[] {
  return entries.map(({ name, module, attribute, at }) => `${at.line}:${at.col} ${name} ${module}:${attribute ?? ''}`);
}

test('entry points of PEP 621 and Poetry are read, files aside', () => {
  const text = `[project.scripts]
shop = "shop.cli:main"
[project.gui-scripts]
desk = "shop.desk:App.run [gui]"
[project.entry-points."shop.plugins"]
csv = "shop.csv"
odd = "not an entry point"
[tool.poetry.scripts]
old = { reference = "shop.old:main", type = "console" }
sh = { reference = "bin/x.sh", type = "file" }
[tool.poetry.plugins.pytest11]
shop = "shop.testing"
`;
  assert.deepEqual(words(tomlEntryPoints(tomlFile(text))), [
    '2:8 shop shop.cli:main',
    '4:8 desk shop.desk:App',
    '6:7 csv shop.csv:',
    '9:7 old shop.old:main',
    '12:8 shop shop.testing:',
  ]);
});

test('entry points of a setup.cfg are those below the groups of their section', () => {
  const text =
    '[options.entry_points]\nconsole_scripts =\n    shop = shop.cli:main  # x\n    desk=shop.desk:run [gui]\n# c\n[options]\n    a = b:c\n';
  const file = { ...sourceFile(text, 'setup.cfg'), secrets: [] };
  assert.deepEqual(words(setupCfgEntryPoints(file)), ['3:5 shop shop.cli:main', '4:5 desk shop.desk:run']);
});
