import type { Files } from '../../src/core/check-info.ts';
import { computeHunks } from '../../src/core/patch.ts';
import { classesOfPath } from '../../src/core/path-class.ts';
import { NO_PROJECT } from '../../src/core/project.ts';
import type { CodeFact } from '../../src/sdk/python/code-facts.ts';
import { readCode } from '../../src/sdk/python/code-facts.ts';
import { findUntested } from '../../src/sdk/tests/missing-tests.ts';
import type { TestedChange } from '../../src/sdk/tests/missing-tests.ts';
import type { TestedFile } from '../../src/sdk/tests/tested-files.ts';
import { py } from '../../src/sdk/sample.ts';
import { withPython } from './python-file.ts';

/** Changes of a small shop, and what of them lacks a test. */

export interface About {
  readonly title?: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  readonly bot?: boolean;
}

/** A function of seven statements, in words of its own. */
export function logic(name: string, word = name): string {
  return py`
    def ${name}(order, limit=10):
        ${word}_sum = 0
        for line in order.lines:
            if line.${word} > limit:
                ${word}_sum += line.${word} * line.count
        if not ${word}_sum:
            raise ValueError("nothing to ${word}")
        return ${word}_sum
  `;
}

export function testOf(module: string, ...names: readonly string[]): string {
  return `from ${module} import ${names.join(', ')}\n\n${names.map((name) => `def test_${name}(order):\n    assert ${name}(order) == 3\n`).join('\n')}`;
}

function factOf(path: string, text: string): CodeFact | undefined {
  if (!path.endsWith('.py')) return undefined;
  return withPython(text, ({ root, lines, project }) =>
    readCode({
      root,
      text,
      lines,
      project,
      path,
      classes: classesOfPath(path),
      imports: new Map(),
      nameOf: () => undefined,
    }),
  );
}

function rootOf(path: string, files: Files): string {
  const folders = path.split('/').slice(0, -1);
  while (folders.length > 0 && files[`${folders.join('/')}/pyproject.toml`] === undefined) folders.pop();
  return folders.join('/');
}

/** As capturing has it: a removed file has its old text and no facts, a renamed one has both sides under its new path. */
function sidesOf(path: string, { before, after, from = path }: Sides): TestedFile {
  const [then, now] = [before[from], after[path]];
  const fact = now === undefined ? undefined : factOf(path, now);
  const factBefore = then === undefined || now === undefined ? undefined : factOf(from, then);
  return {
    path,
    status: from !== path ? 'renamed' : then === undefined ? 'added' : now === undefined ? 'removed' : 'modified',
    hunks: computeHunks(then, now),
    classes: classesOfPath(path),
    project: { ...NO_PROJECT, root: rootOf(path, after) },
    ...(then !== undefined && { before: then }),
    ...(now !== undefined && { text: now }),
    ...(fact && { fact }),
    ...(factBefore && { factBefore }),
  };
}

interface Sides {
  readonly before: Files;
  readonly after: Files;
  readonly from?: string;
}

/** New paths with the old ones of which they keep at least half of the lines. */
function renamesOf(before: Files, after: Files): ReadonlyMap<string, string> {
  const gone = Object.keys(before).filter((path) => after[path] === undefined && before[path] !== '');
  const come = Object.keys(after).filter((path) => before[path] === undefined);
  const pairs = come.flatMap((path) => {
    const lines = new Set(after[path]?.split('\n'));
    const old = gone.find((one) => {
      const had = (before[one] ?? '').split('\n');
      return had.filter((line) => lines.has(line)).length * 2 >= Math.max(had.length, lines.size);
    });
    return old === undefined ? [] : [[path, old] as const];
  });
  return new Map(pairs);
}

function changeOf(before: Files, after: Files, about: About): TestedChange {
  const renames = renamesOf(before, after);
  const moved = new Set(renames.values());
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path] && !moved.has(path))
    .sort();
  return {
    pull: {
      title: about.title ?? 'A change',
      body: about.body ?? '',
      labels: about.labels ?? [],
      authorIsBot: about.bot ?? false,
    },
    files: paths.map((path) => {
      const from = renames.get(path);
      return sidesOf(path, { before, after, ...(from !== undefined && { from }) });
    }),
    tree: new Set(Object.keys(after)),
    wholeFiles: false,
  };
}

/** `module src/shop/tax.py: vat, net` for each file that lacks tests. */
export function untested(before: Files, after: Files, about: About = {}): readonly string[] {
  const found = findUntested(changeOf(before, after, about), { statements: 10, labels: ['no-tests'] });
  return found.map(({ kind, file, definitions, lacks, bare }) => {
    const names = definitions.map(({ definition }) => definition.name).join(', ');
    return `${kind} ${file.path}: ${names}${lacks === 'names' ? ' (unnamed)' : ''}${bare ? ' (bare)' : ''}`;
  });
}

export const SHOP: Files = {
  'src/shop/__init__.py': '',
  'src/shop/pricing.py': logic('total'),
  'src/shop/users.py': logic('rank'),
  'tests/test_pricing.py': testOf('shop.pricing', 'total'),
  'tests/test_users.py': testOf('shop.users', 'rank'),
};
