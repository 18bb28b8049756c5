/**
 * What a path says about a file. A file can be of several classes; one that is of none is plain source.
 * `generated` and `template` also depend on the text and are added by the engines.
 */
export type PathClass =
  | 'test'
  | 'script'
  | 'migration'
  | 'settings'
  | 'generated'
  | 'vendored'
  | 'fixture'
  | 'template'
  | 'docs';

const PATTERNS: readonly (readonly [PathClass, RegExp])[] = [
  ['test', /(^|\/)(_?tests?|testing|e2e|unittests)\/|(^|\/)(test_[^/]*|[^/]*_test|tests|conftest)\.py$/],
  [
    'script',
    /(^|\/)(scripts?|tools|docs?|examples?|samples?|benchmarks?|bench|bin|notebooks?)\/|(^|\/)(noxfile|setup|manage|conf|env|tasks|fabfile|__main__)\.py$|\.ipynb$/,
  ],
  ['migration', /(^|\/)(migrations|versions)\/[^/]*\.py$/],
  ['settings', /(^|\/)(settings|config)[^/]*\.py$|(^|\/)settings\//],
  ['generated', /_pb2(_grpc)?\.pyi?$|(^|\/)(_version|version_info)\.py$/],
  [
    'vendored',
    // `venv` alone may be a package that makes them: the standard library's is.
    /(^|\/)(_?vendor(ed)?|_?third[-_]?party|3rd[-_]?party|externs?|externals|node_modules|site-packages|\.venv)\/|(^|\/)venv\/(bin|include|lib(64)?|scripts|share)\//i,
  ],
  [
    'fixture',
    /(^|\/)(fixtures?|testdata|test_data|cassettes|snapshots|__snapshots__)\/|(^|\/)tests?\/(.*\/)?(data|golden|example_code)\/|(^|\/)bad_?syntax[^/]*\.py$/,
  ],
  ['docs', /(^|\/)docs?\/|\.(md|rst|mdx)$/],
];

/** Classes that follow from the path alone. */
export function classesOfPath(path: string): Set<PathClass> {
  const classes = new Set<PathClass>();
  for (const [name, pattern] of PATTERNS) if (pattern.test(path)) classes.add(name);
  return classes;
}

/** The comment mark that a line starts with; what is indented speaks of the code around it. */
const COMMENT = /^ ?(#|\/\/|;|<!--|"""|''')/;

/** What a line says of its file; what the program or its users generate is something else. */
const GENERATED: readonly RegExp[] = [
  /auto-?generated|(is|a) generated (file|code)|do not (edit|modify)|@generated/i,
  /^\W*((automatically|auto|machine|code|file) )?generated (by|from|at|on)\b/i,
  /\b(file|code|module|script) (is|was|has been) (\w+ )?generated\b/i,
  /\bgenerated from \S+ (with|by|using) /i,
];

/** What Sphinx writes into a `conf.py` that people go on with by hand. */
const BY_HAND = 'not all possible configuration values';

/**
 * Classes that follow from the text: `generated` by a comment in the first 20 lines that says so.
 * `template` is for files that do not parse and carry template marks; whoever parses decides.
 */
export function isGeneratedText(text: string): boolean {
  const head = text.slice(0, 4000).split(/\r\n|\n|\r/, 20);
  if (head.some((line) => line.includes(BY_HAND))) return false;
  return head.some((line) => COMMENT.test(line) && GENERATED.some((pattern) => pattern.test(line)));
}

/** Marks of a Jinja, cookiecutter or Helm template. They mean something only in a file that does not parse as what it is called. */
export function hasTemplateMarks(text: string): boolean {
  return /\{\{[^{}]*\}\}|\{%[^%]*%\}/.test(text);
}
