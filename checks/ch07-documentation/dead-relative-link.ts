import { at, change, definePullCheck, relativeLinks, text } from '../../src/sdk/check.ts';
import type { DocLink, Plain, PullFile } from '../../src/sdk/check.ts';

/** Links of a document, or that pages come about without being in the tree. */
type Fact = { readonly links: readonly DocLink[] } | { readonly makesPages: boolean };
type File = PullFile<Plain<Fact>>;

const DOCS = ['*.md', '*.rst', '*.markdown'];

/** A readme with some other files of the repository. */
function readme(content: string, ...paths: readonly string[]): Record<string, string> {
  return { 'README.md': content, ...Object.fromEntries(paths.map((path) => [path, 'Hello.\n'])) };
}

export default definePullCheck<Plain<Fact>>({
  title: 'Link to a file that is not there',
  on: 'pull',
  bullet: 'Tools',
  severity: 'warning',
  preset: 'recommended',
  why: `A relative link breaks without a sound when its file is moved, renamed or misspelt. The tree of the change says whether it
    leads anywhere; no page has to be asked.`,
  whenNotTo: 'The file comes about when the documentation is built.',
  files: [...DOCS, 'mkdocs.yml', 'mkdocs.yaml'],
  needs: ['README.md', 'README.rst', 'CONTRIBUTING.md', 'mkdocs.yml'],
  examples: [
    {
      title: 'Write the name that the file has',
      bad: readme('See [how to install](docs/instal.md).  <!-- <- -->\n', 'docs/install.md'),
      good: readme('See [how to install](docs/install.md).\n', 'docs/install.md'),
    },
    {
      title: 'Move the links with the file',
      bad: change(
        readme('![The shop](images/shop.png)\n', 'images/shop.png'),
        readme('![The shop](images/shop.png)  <!-- <- -->\n', 'docs/images/shop.png'),
      ),
      good: change(
        readme('![The shop](images/shop.png)\n', 'images/shop.png'),
        readme('![The shop](docs/images/shop.png)\n', 'docs/images/shop.png'),
      ),
    },
    {
      title: 'Capitals count',
      bad: { 'docs/index.md': '[Setup]: Setup.md  <!-- <- -->\n', 'docs/setup.md': 'Install.\n' },
      good: { 'docs/index.md': '[Setup]: setup.md\n', 'docs/setup.md': 'Install.\n' },
    },
  ],
  quiet: [
    // What the build writes.
    { 'docs/source/config.rst': '.. literalinclude:: ../_static/shop.conf.sample\n', 'README.md': 'Hello.\n' },
    // Folders, anchors, queries, escapes, brackets, and blanks.
    readme(
      text`
        [docs](docs/) [docs](docs) [top](#top) [part](docs/a%20b.md#part "title") [raw](docs/pic.png?raw=true)
        <img src="docs/pic.png" alt=""> [wiki](docs/x_(y).md) [blank](<docs/a b.md>)
      `,
      'docs/a b.md',
      'docs/pic.png',
      'docs/x_(y).md',
    ),
    // Code, comments, templates, addresses, notes.
    readme(text`
      Write \`[text](path.md)\` or [site](https://shop.example/x.md) or <me@shop.example>.
      <!-- [old](old.md) -->
      \`\`\`markdown
      [text](nowhere.md)
      \`\`\`
      [{{ name }}]({{ name }}.md) [mail](mailto:me@shop.example) [root](/about.md)
      [^1]: nowhere.md says so
    `),
    // Pages of GitHub's site above the repository.
    readme('[Issues](../../issues) [CI](../../actions/workflows/ci.yml/badge.svg)\n'),
    // Addresses of the built site.
    { 'docs/index.md': '[advanced](../advanced/transports) [api](api/index.html) [next](./next/)\n' },
    // Pages that the build makes.
    { 'mkdocs.yml': 'plugins:\n  - gen-files\n', 'docs/index.md': '[reference](reference/shop.md)\n' },
    // Parts that are included elsewhere, and forms that GitHub shows at another place.
    { 'docs/_includes/more.md': '[x](nowhere.md)\n', '.github/PULL_REQUEST_TEMPLATE.md': '[rules](CONTRIBUTING.md)\n' },
    // It was dead before.
    change({ 'README.md': '[gone](gone.md)\n' }, { 'README.md': '[gone](gone.md)\n\nMore.\n' }),
    // Only some builds have this part.
    at(
      'docs/changes.rst',
      text`
        .. only:: draft

            .. include:: ../DRAFT.rst

            and more

        Released
      `,
    ),
    at(
      'docs/usage.rst',
      text`
        .. image:: /_static/pic.png
        .. include:: <isonum.txt>
        :doc:\`install\` and \`text <https://shop.example/a.html>\`_
      `,
    ),
  ],
  collect: {
    text: ({ path, lines, text: content }): Plain<Fact> =>
      /mkdocs\.ya?ml$/.test(path)
        ? {
            makesPages:
              /gen-files|literate-nav|autoapi|mkdoxy|include_dir_to_nav|monorepo|multirepo|api-autonav|mkdocs-jupyter|hooks:/.test(
                content,
              ),
          }
        : { links: relativeLinks(path, lines).map((link) => ({ ...link, at: { ...link.at } })) },
  },
  *run({ files, tree, wholeFiles }) {
    const makesPages = files.some(({ fact }) => fact && 'makesPages' in fact && fact.makesPages);
    const folders = new Set([...tree].flatMap(foldersOf));
    const moved = new Map(
      files.flatMap(({ path, previousPath, status }) =>
        status === 'removed'
          ? [[path, '']]
          : previousPath !== undefined && previousPath !== path
            ? [[previousPath, path]]
            : [],
      ),
    );
    for (const file of files) {
      if (!file.fact || !('links' in file.fact) || isElsewhere(file.path)) continue;
      for (const link of file.fact.links) {
        const target = resolve(file.path, link.target);
        if (target === undefined || tree.has(target) || folders.has(target) || isSiteAddress(file, target)) continue;
        if (!wholeFiles && !isNew(file, link, moved)) continue;
        if (makesPages && (/(^|\/)docs?\//.test(file.path) || target.startsWith('docs/'))) continue;
        yield {
          path: file.path,
          at: link.at,
          message: messageFor({ written: link.target, target, now: moved.get(target) }, tree),
          key: link.target,
        };
      }
    }
  },
});

/** Read at another place than where they stand, or put together from parts. */
function isElsewhere(path: string): boolean {
  return /(^|\/)(\.github|_?includes?|_?snippets|partials|newsfragments|changes\.d|changelog\.d|templates?|_build|node_modules)\/|(^|\/)_[^/]*$|\{\{/.test(
    path,
  );
}

/** The path from the root that a link leads to; undefined where it climbs out of the repository. */
function resolve(from: string, target: string): string | undefined {
  const parts = from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** Within documentation, what is no file of the repository's kinds may be an address of the built site. */
function isSiteAddress({ path, classes }: File, target: string): boolean {
  if (!/\.[a-z]\w{0,9}$/i.test(target)) return true;
  // Builds write what they make into folders of these names.
  if (/(^|\/)(_static|_build|_generated|generated|_autosummary|autoapi)\//.test(target)) return true;
  return /\.html?$/i.test(target) && (/(^|\/)(docs?|site|website|book)\//.test(path) || classes.has('docs'));
}

/** Written by this change, or broken by it. */
function isNew(file: File, link: DocLink, moved: ReadonlyMap<string, string>): boolean {
  const target = resolve(file.path, link.target);
  if (target !== undefined && moved.has(target)) return true;
  if (file.status === 'context') return false;
  if (file.previousPath !== undefined && folderOf(file.previousPath) !== folderOf(file.path)) return true;
  const before = file.factBefore && 'links' in file.factBefore ? file.factBefore.links : [];
  return !before.some((one) => one.target === link.target);
}

interface Dead {
  readonly written: string;
  /** The path from the root. */
  readonly target: string;
  /** Where the file went, if this change moved it; empty if it removed it. */
  readonly now: string | undefined;
}

function messageFor({ written, target, now }: Dead, tree: ReadonlySet<string>): string {
  const shown = short(written);
  if (now !== undefined && now !== '') return `\`${shown}\` is now \`${short(now)}\`: this link leads nowhere.`;
  const sameName = [...tree].find((path) => path.toLowerCase() === target.toLowerCase()) ?? onlyOneNamed(target, tree);
  // Written from the root, in a file that stands further down.
  if (sameName === written) return `From here \`${shown}\` is \`${short(target)}\`, and no such file is there.`;
  return sameName === undefined
    ? `\`${shown}\` is no file of this repository.`
    : `\`${shown}\` is no file of this repository; \`${short(sameName)}\` is.`;
}

function onlyOneNamed(target: string, tree: ReadonlySet<string>): string | undefined {
  const name = target.slice(target.lastIndexOf('/') + 1);
  const found = [...tree].filter((path) => path === name || path.endsWith(`/${name}`));
  return found.length === 1 ? found[0] : undefined;
}

function short(path: string): string {
  return path.length > 44 ? `…${path.slice(-43)}` : path;
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index).join('/'));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
