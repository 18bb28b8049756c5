import { at, compareVersions, defineCheck, isOptional, py, spanOf } from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

/** First Python without the module, and where its work is done now. Sources: "What's New" of 3.11 to 3.13, PEP 594. */
const REMOVED: Readonly<Record<string, readonly [since: string, instead: string]>> = {
  aifc: ['3.13', 'a package for audio files'],
  asynchat: ['3.12', '`asyncio`'],
  asyncore: ['3.12', '`asyncio`'],
  audioop: ['3.13', 'the package `audioop-lts`'],
  binhex: ['3.11', '`binascii`'],
  cgi: ['3.13', '`urllib.parse`, or the package `legacy-cgi`'],
  cgitb: ['3.13', '`traceback`, or the package `legacy-cgi`'],
  chunk: ['3.13', 'a package for the file format'],
  crypt: ['3.13', '`hashlib`, or a package for passwords'],
  distutils: ['3.12', '`sysconfig`, `shutil`, `setuptools` or `packaging`'],
  imghdr: ['3.13', 'a package that tells file types'],
  imp: ['3.12', '`importlib`'],
  lib2to3: ['3.13', 'a package like `libcst`'],
  mailcap: ['3.13', '`mimetypes`'],
  msilib: ['3.13', 'a tool that builds installers'],
  nis: ['3.13', 'a tool of the system'],
  nntplib: ['3.13', 'a package for NNTP'],
  ossaudiodev: ['3.13', 'a package for audio'],
  pipes: ['3.13', '`subprocess` and `shlex`'],
  smtpd: ['3.12', 'the package `aiosmtpd`'],
  sndhdr: ['3.13', 'a package that tells file types'],
  spwd: ['3.13', 'a package for PAM'],
  sunau: ['3.13', 'a package for audio files'],
  telnetlib: ['3.13', 'a package like `telnetlib3`'],
  uu: ['3.13', '`base64`'],
  xdrlib: ['3.13', '`struct`'],
};

/** Packages that bring a module back, beside the `standard-…` ones. */
const RETURNED_BY: Readonly<Record<string, readonly string[]>> = {
  asynchat: ['pyasynchat'],
  asyncore: ['pyasyncore'],
  audioop: ['audioop-lts'],
  cgi: ['legacy-cgi'],
  cgitb: ['legacy-cgi'],
  crypt: ['legacycrypt', 'crypt-r'],
  distutils: ['setuptools'],
  imp: ['zombie-imp'],
  lib2to3: ['fissix'],
};

const OLD = '[project]\nname = "clinic"\nrequires-python = ">=3.10"\n';
const NEW = '[project]\nname = "clinic"\nrequires-python = ">=3.13"\n';

/** An import of one of them, with whatever else the statement imports. */
const IMPORTED = new RegExp(
  `\\b(?:import|from)\\b(?:[^\\n#]|\\\\\\r?\\n)*?\\b(?:${Object.keys(REMOVED).join('|')})\\b`,
  'g',
);

export default defineCheck({
  title: 'Module that the standard library has no more',
  on: 'python',
  bullet: '3.12 gains',
  severity: 'error',
  preset: 'recommended',
  why: `Python 3.12 and 3.13 dropped about twenty modules, \`distutils\` and \`cgi\` among them. On those versions the import fails,
    and with it everything that imports this file.`,
  whenNotTo: 'The code never runs on the newer Python, and the declared range ends before it.',
  fixes: true,
  places: IMPORTED,
  examples: [
    {
      title: 'Use what took its place',
      bad: {
        'pyproject.toml': NEW,
        'src/clinic/export.py': py`
          from distutils.dir_util import copy_tree  # <-
          import os, imp  # <-
          import distutils.util
          from pipes import quote  # <-
        `,
      },
      good: {
        'pyproject.toml': NEW,
        'src/clinic/export.py': py`
          from shutil import copytree
          import importlib, os
          from shlex import quote
        `,
      },
    },
    {
      title: 'Be ready for the newer ones of the Pythons that are admitted',
      bad: {
        'pyproject.toml': OLD,
        'src/clinic/gateway.py': py`
          import telnetlib  # <-
        `,
      },
      good: {
        'pyproject.toml': OLD,
        'src/clinic/gateway.py': py`
          import telnetlib3
        `,
      },
    },
  ],
  quiet: [
    {
      'pyproject.toml': NEW,
      'src/clinic/compat.py': py`
        import sys
        from contextlib import suppress

        try:
            import cgi
        except ImportError:
            cgi = None

        try:
            from importlib import reload
        except ImportError:
            from imp import reload

        if sys.version_info < (3, 12):
            import distutils.util
        else:
            import sysconfig

        with suppress(ModuleNotFoundError):
            import crypt
      `,
    },
    {
      'pyproject.toml':
        '[project]\nname = "a"\nrequires-python = ">=3.13"\ndependencies = ["legacy-cgi>=2.6", "standard-telnetlib", "audioop-lts"]\n',
      'src/a/web.py': 'import cgi, telnetlib, audioop\n',
    },
    // setuptools brings its own copy, and runs every setup.py.
    at('setup.py', 'from distutils.core import setup\n\nsetup(name="shop")\n'),
    py`
      import setuptools
      from distutils.core import Extension
    `,
    // A layer of a project's own around it.
    at('src/shop/compat/_distutils.py', 'from distutils.dist import Distribution\n'),
    // Modules of this repository, and of a package.
    {
      'src/shop/pipes.py': 'WIDTH = 3\n',
      'src/pipes.py': 'WIDTH = 4\n',
      'src/shop/plan.py': 'from .pipes import WIDTH\nimport pipes\n',
    },
    py`
      from numpy import distutils
      from six.moves import chunk
      NAMES = ["import cgi", "imp"]
    `,
  ],
  mentions: Object.keys(REMOVED),
  suspects: ({ text }) => text.search(IMPORTED) >= 0,
  nodes: {
    import_statement: (node, file) => reportNames(node, node.childrenForFieldName('name'), file),
    *import_from_statement(node, file) {
      const module = node.childForFieldName('module_name');
      if (!module) return;
      for (const draft of reportNames(node, [module], file)) {
        const fix = module.text === 'pipes' ? quoteFromShlex(node, module) : undefined;
        yield { ...draft, ...(fix && { fix }) };
      }
    },
  },
});

function* reportNames(statement: PyNode, names: readonly PyNode[], file: PythonFile): Generator<Draft> {
  for (const item of names) {
    const written = item.type === 'aliased_import' ? (item.childForFieldName('name')?.text ?? '') : item.text;
    const [module = ''] = written.split('.', 1);
    const known = Object.hasOwn(REMOVED, module) ? REMOVED[module] : undefined;
    if (!known || isReturned(module, file) || isOptional(statement)) continue;
    const [since, instead] = known;
    const never = file.project.minPython !== undefined && (compareVersions(file.project.minPython, since) ?? -1) >= 0;
    if (isRepeated(module, file)) continue;
    const message = `Python ${since} no longer has \`${module}\`: use ${instead}.`;
    yield { at: spanOf(item), message, key: module, ...(!never && { severity: 'notice' }) };
  }
}

/** What each file was told of: one import says enough of a module. */
const told = new WeakMap<PyNode, Set<string>>();

function isRepeated(module: string, { root }: PythonFile): boolean {
  const known = told.get(root) ?? new Set<string>();
  told.set(root, known);
  const isKnown = known.has(module);
  known.add(module);
  return isKnown;
}

function isReturned(module: string, { path, project, text }: PythonFile): boolean {
  // A folder of that name may be a package of its own, and on the path, whatever the layout; setuptools keeps `_distutils`.
  const own = new Set([module, `_${module}`]);
  if (
    project.firstParty.includes(module) ||
    path
      .replace(/\.py$/, '')
      .split('/')
      .some((part) => own.has(part))
  )
    return true;
  const packages = [`standard-${module}`, ...(RETURNED_BY[module] ?? [])];
  if (packages.some((name) => project.dependencies[name] !== undefined)) return true;
  return module === 'distutils' && (/(^|\/)setup\.py$/.test(path) || /^\s*(import|from) setuptools\b/m.test(text));
}

/** All that anybody took from `pipes` was `quote`, which is `shlex.quote`. */
function quoteFromShlex(node: PyNode, module: PyNode): Fix | undefined {
  const names = node
    .childrenForFieldName('name')
    .map((item) => (item.type === 'aliased_import' ? item.childForFieldName('name')?.text : item.text));
  if (names.length !== 1 || names[0] !== 'quote') return undefined;
  return { title: 'Take it from shlex', edits: [{ span: spanOf(module), text: 'shlex' }], safe: true };
}
