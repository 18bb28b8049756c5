import {
  compareVersions,
  defineCheck,
  isInside,
  isOptional,
  positionalArguments,
  py,
  spanOf,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const PROJECT = '[project]\nname = "shop"\nrequires-python = ">=3.10"\n';

export default defineCheck({
  title: '`pkg_resources` instead of importlib',
  on: 'python',
  bullet: 'Plugin systems',
  severity: 'warning',
  preset: 'recommended',
  why: `\`pkg_resources\` reads the metadata of every installed package when it is imported, is not there in environments without
    setuptools, and current setuptools no longer has it. \`importlib.metadata\` and \`importlib.resources\` are always there.`,
  whenNotTo: 'The code must run on Python 3.7 or older.',
  fixes: true,
  examples: [
    {
      title: 'Ask importlib for versions, plugins and files',
      bad: py`
        import pkg_resources  # <-
        from pkg_resources import iter_entry_points, resource_filename as find  # <-

        VERSION = pkg_resources.get_distribution("shop").version
      `,
      good: py`
        from importlib.metadata import entry_points, version
        from importlib.resources import files

        VERSION = version("shop")
      `,
    },
    {
      title: 'Select a group of entry points by its name',
      bad: {
        'pyproject.toml': PROJECT,
        'src/shop/plugins.py': py`
          from importlib import metadata

          def plugins():
              for entry in metadata.entry_points()["shop.plugins"]:  # <-
                  yield entry.load()
              for entry in metadata.entry_points().get("shop.reports", []):  # <-
                  yield entry.load()
        `,
      },
      good: {
        'pyproject.toml': PROJECT,
        'src/shop/plugins.py': py`
          from importlib import metadata

          def plugins():
              for entry in metadata.entry_points(group="shop.plugins"):
                  yield entry.load()
              for entry in metadata.entry_points(group="shop.reports"):
                  yield entry.load()
        `,
      },
    },
  ],
  quiet: [
    py`
      try:
          from importlib.metadata import version
      except ImportError:
          from pkg_resources import get_distribution

      try:
          import pkg_resources
      except ImportError:
          pkg_resources = None
    `,
    // A namespace package of the old kind.
    py`
      __import__("pkg_resources").declare_namespace(__name__)
    `,
    py`
      import pkg_resources
      pkg_resources.declare_namespace(__name__)
    `,
    py`
      import sys
      from importlib.metadata import entry_points

      if sys.version_info >= (3, 10):
          found = entry_points(group="shop.plugins")
      else:
          found = entry_points().get("shop.plugins", ())
      try:
          reports = entry_points(group="shop.reports")
      except TypeError:
          reports = entry_points().get("shop.reports", ())
      names = entry_points(group="shop.plugins")["csv"]
    `,
    py`
      from shop.plugins import entry_points
      entry_points()["csv"]
    `,
  ],
  mentions: ['pkg_resources', 'entry_points'],
  nodes: {
    *import_statement(node, file) {
      if (isOptional(node) || isItsOwn(file)) return;
      for (const item of node.childrenForFieldName('name')) {
        const name = item.type === 'aliased_import' ? item.childForFieldName('name') : item;
        if (name && /^pkg_resources(\.|$)/.test(name.text)) yield { at: spanOf(item), message: MESSAGE };
      }
    },
    *import_from_statement(node, file) {
      if (!/^pkg_resources(\.|$)/.test(node.childForFieldName('module_name')?.text ?? '') || isOptional(node)) return;
      if (isItsOwn(file)) return;
      yield { at: spanOf(node), message: MESSAGE };
    },
    *subscript(node, file) {
      const group = node.childForFieldName('subscript');
      if (group) yield* reportLookup(node, node.childForFieldName('value'), group, file);
    },
    *call(node, file) {
      const callee = node.childForFieldName('function');
      if (callee?.type !== 'attribute' || callee.childForFieldName('attribute')?.text !== 'get') return;
      const [group, otherwise] = positionalArguments(node);
      if (group && (!otherwise || /^[[(]\s*[\])]$/.test(otherwise.text)))
        yield* reportLookup(node, callee.childForFieldName('object'), group, file);
    },
  },
});

const MESSAGE =
  '`pkg_resources` is gone from current setuptools: use `importlib.metadata` for versions and plugins, `importlib.resources` for files.';

/** setuptools itself, or a file that wants nothing of it but the namespace of old packages, which has no other spelling. */
function isItsOwn({ text, project }: PythonFile): boolean {
  if (project.firstParty.includes('pkg_resources')) return true;
  return /\bdeclare_namespace\s*\(/.test(text) && (text.match(/\bpkg_resources\b/g)?.length ?? 0) <= 2;
}

/** `entry_points()[group]`: a dict until Python 3.9, since 3.12 no more. */
function* reportLookup(node: PyNode, all: PyNode | null, group: PyNode, file: PythonFile): Generator<Draft> {
  if (all?.type !== 'call' || file.nameOf(all.childForFieldName('function')) !== 'importlib.metadata.entry_points')
    return;
  // In a `try` the other way of asking is beside it.
  const isFallback = isOptional(node) || isInside(node, ['try_statement']);
  if (isFallback || all.childForFieldName('arguments')?.namedChildren.length !== 0) return;
  const callee = all.childForFieldName('function')?.text ?? '';
  const { minPython } = file.project;
  const safe = minPython !== undefined && (compareVersions(minPython, '3.10') ?? -1) >= 0;
  yield {
    at: spanOf(node),
    message: 'Since Python 3.12 `entry_points()` is no dict: select the group with `entry_points(group=…)`.',
    fix: { title: 'Select the group', edits: [{ span: spanOf(node), text: `${callee}(group=${group.text})` }], safe },
  };
}
