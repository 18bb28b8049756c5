/** Text → its problems without the path in front. A JSON Schema sees that these are wrong. */
export const WRONG_VALUES: readonly (readonly [text: string, ...problems: string[]])[] = [
  // Names
  ['presets: all', '1:1: unknown key `presets`; did you mean `preset`?'],
  [
    'rules: {}',
    '1:1: unknown key `rules`; expected `extends`, `preset`, `fail_on`, `max_comments`, `comment_from`, `on_error`, `drafts`, `bots`, `labels`, `not_dismissible`, `exclude`, `chapters`, `checks` or `overrides`',
  ],
  [
    'checks:\n  ch05/source-without-test: error',
    '2:3: unknown check `ch05/source-without-test`; did you mean `ch05/source-without-tests`?',
  ],
  [
    'checks:\n  ch05/source-wihtout-tests: error',
    '2:3: unknown check `ch05/source-wihtout-tests`; did you mean `ch05/source-without-tests`?',
  ],
  ['checks: { module-too-long: off }', '1:11: unknown check `module-too-long`; did you mean `ch01/module-too-long`?'],
  [
    'checks: { ch02/module-too-long: off }',
    '1:11: unknown check `ch02/module-too-long`; did you mean `ch01/module-too-long`?',
  ],
  ['checks: { F401: off }', '1:11: unknown check `F401`; checks are called like `ch01/module-too-long`'],
  ['chapters: { ch7: off }', '1:13: unknown chapter `ch7`; did you mean `ch07`?'],
  ['chapters: { 7: off }', '1:13: unknown chapter `7`; did you mean `ch07`?'],
  ['chapters: { ch05-testing: off }', '1:13: unknown chapter `ch05-testing`; did you mean `ch05`?'],
  ['chapters: { ch19: off }', '1:13: unknown chapter `ch19`; expected `ch01` to `ch18`'],
  ['chapters: { testing: off }', '1:13: unknown chapter `testing`; expected `ch01` to `ch18`'],
  [
    'checks:\n  ch01/module-too-long: { max_line: 800 }',
    '2:27: unknown option `max_line` of `ch01/module-too-long`; did you mean `max_lines`?',
  ],
  [
    'checks:\n  ch01/module-too-long: { words: 800 }',
    '2:27: unknown option `words` of `ch01/module-too-long`; it has `level`, `max_lines`, `count_comments` and `allow`',
  ],
  [
    'checks:\n  ch03/unused-import:\n    words: 800',
    '3:5: unknown option `words` of `ch03/unused-import`; it has only `level`',
  ],
  [
    'overrides:\n  - paths: [a]\n    exclude: true',
    '3:5: unknown key `exclude` in an override; expected `paths`, `preset`, `chapters` or `checks`',
  ],
  [
    'extends: other/standards',
    '1:10: `extends` is `other/standards`; expected a repository of the same owner, `:` and a path, or both, as in `standards:review/python.yml`',
  ],
  [
    '__proto__: { preset: all }',
    '1:1: unknown key `__proto__`; expected `extends`, `preset`, `fail_on`, `max_comments`, `comment_from`, `on_error`, `drafts`, `bots`, `labels`, `not_dismissible`, `exclude`, `chapters`, `checks` or `overrides`',
  ],
  ['checks: { constructor: off }', '1:11: unknown check `constructor`; checks are called like `ch01/module-too-long`'],
  [
    '"a`b\\nc\\u202e": 1',
    "1:1: unknown key `a'b c `; expected `extends`, `preset`, `fail_on`, `max_comments`, `comment_from`, `on_error`, `drafts`, `bots`, `labels`, `not_dismissible`, `exclude`, `chapters`, `checks` or `overrides`",
  ],
  // Values
  [
    'preset: recomended',
    '1:9: `preset` is `recomended`; expected `recommended`, `strict` or `all`; did you mean `recommended`?',
  ],
  ['preset: [all]', '1:9: `preset` is a list; expected `recommended`, `strict` or `all`'],
  ['preset: ""', '1:9: `preset` is an empty text; expected `recommended`, `strict` or `all`'],
  ['fail_on: always', '1:10: `fail_on` is `always`; expected `secrets`, `error`, `warning`, `notice` or `never`'],
  ['max_comments: 51', '1:15: `max_comments` is `51`; expected a whole number from 0 to 50'],
  ['max_comments: -1', '1:15: `max_comments` is `-1`; expected a whole number from 0 to 50'],
  ['max_comments: "5"', '1:15: `max_comments` is `5`; expected a whole number from 0 to 50'],
  ['max_comments: .inf', '1:15: `max_comments` is `Infinity`; expected a whole number from 0 to 50'],
  ['comment_from: secrets', '1:15: `comment_from` is `secrets`; expected `error`, `warning`, `notice` or `never`'],
  ['on_error: fail', '1:11: `on_error` is `fail`; expected `neutral` or `failure`; did you mean `failure`?'],
  ['on_error: success', '1:11: `on_error` is `success`; expected `neutral` or `failure`'],
  ['drafts: true', '1:9: `drafts` is `true`; expected `comment`, `check` or `skip`'],
  ['bots: comments', '1:7: `bots` is `comments`; expected `comment`, `check` or `skip`; did you mean `comment`?'],
  ['labels: [wip]', '1:9: `labels` is a list; expected a mapping from labels to modes'],
  ['labels:', '1:1: `labels` is empty; expected a mapping from labels to modes, or leave it out'],
  ['labels: { wip: silent }', '1:16: `labels.wip` is `silent`; expected `comment`, `check` or `skip`'],
  [
    'not_dismissible: ch16',
    '1:18: `not_dismissible` is `ch16`; expected a list of chapters and checks; did you mean `["ch16"]`?',
  ],
  [
    'not_dismissible: [ch16, security]',
    '1:25: `not_dismissible[1]` is `security`; expected a chapter such as `ch16`, or the id of a check',
  ],
  [
    'not_dismissible: [ch16/secrets-in-source]',
    '1:19: `not_dismissible[0]` is `ch16/secrets-in-source`; expected a chapter such as `ch16`, or the id of a check; did you mean `ch16/secret-in-source`?',
  ],
  [
    'overrides:\n  - paths: [a]\n    drafts: skip',
    '3:5: unknown key `drafts` in an override; expected `paths`, `preset`, `chapters` or `checks`',
  ],
  [
    'chapters: { ch07: false }',
    '1:19: `ch07` is `false`; expected `off`, `notice`, `warning` or `error`; did you mean `off`?',
  ],
  ['chapters: { ch07: true }', '1:19: `ch07` is `true`; expected `off`, `notice`, `warning` or `error`'],
  [
    'chapters: { ch07: warn }',
    '1:19: `ch07` is `warn`; expected `off`, `notice`, `warning` or `error`; did you mean `warning`?',
  ],
  ['chapters: [ch07]', '1:11: `chapters` is a list; expected a mapping from chapters to levels'],
  ['chapters:', '1:1: `chapters` is empty; expected a mapping from chapters to levels, or leave it out'],
  [
    'checks:\n  ch03/unused-import: of',
    '2:23: `ch03/unused-import` is `of`; expected `off`, `notice`, `warning`, `error` or a mapping with `level`; did you mean `off`?',
  ],
  [
    'checks:\n  ch03/unused-import: false',
    '2:23: `ch03/unused-import` is `false`; expected `off`, `notice`, `warning`, `error` or a mapping with `level`; did you mean `off`?',
  ],
  [
    'checks:\n  ch01/module-too-long:',
    '2:3: `ch01/module-too-long` is empty; expected `off`, `notice`, `warning`, `error` or a mapping with `level`, `max_lines`, `count_comments` or `allow`, or leave it out',
  ],
  [
    'checks:\n  ch01/module-too-long: { level: loud, max_lines: 49 }',
    '2:34: `level` of `ch01/module-too-long` is `loud`; expected `off`, `notice`, `warning` or `error`',
    '2:51: `max_lines` of `ch01/module-too-long` is `49`; expected a whole number from 50 to 5,000',
  ],
  [
    'checks:\n  ch01/module-too-long: { max_lines: 80.5 }',
    '2:38: `max_lines` of `ch01/module-too-long` is `80.5`; expected a whole number from 50 to 5,000',
  ],
  [
    'checks:\n  ch01/module-too-long: { count_comments: yes }',
    '2:43: `count_comments` of `ch01/module-too-long` is `yes`; expected `true` or `false`; did you mean `true`?',
  ],
  [
    'checks:\n  ch01/module-too-long: { allow: [a, 3] }',
    '2:38: `allow[1]` of `ch01/module-too-long` is `3`; expected text',
  ],
  ['exclude: legacy/**', '1:10: `exclude` is `legacy/**`; expected a list of globs; did you mean `["legacy/**"]`?'],
  [
    'exclude: [a, 3, { b: c }]',
    '1:14: `exclude[1]` is `3`; expected a glob',
    '1:17: `exclude[2]` is a mapping; expected a glob',
  ],
  ['overrides: { paths: [a] }', '1:12: `overrides` is a mapping; expected a list of overrides'],
  [
    'overrides:\n  - preset: all\n  - checks: {}',
    '2:5: `overrides[0]` has no `paths`; expected a list of globs',
    '3:5: `overrides[1]` has no `paths`; expected a list of globs',
  ],
  ['overrides:\n  - paths: []', '2:12: `overrides[0].paths` is an empty list; expected at least one glob'],
  ['overrides:\n  - scripts/**', '2:5: `overrides[0]` is `scripts/**`; expected a mapping with `paths`'],
  [
    '- preset',
    '1:1: the file is a list; expected a mapping with keys such as `extends`, `preset`, `fail_on`, `max_comments`, `comment_from`, `on_error`, `drafts`, `bots`, `labels`, `not_dismissible`, `exclude`, `chapters`, `checks` or `overrides`',
  ],
  [
    'strict',
    '1:1: the file is `strict`; expected a mapping with keys such as `extends`, `preset`, `fail_on`, `max_comments`, `comment_from`, `on_error`, `drafts`, `bots`, `labels`, `not_dismissible`, `exclude`, `chapters`, `checks` or `overrides`',
  ],
];

/** What no JSON Schema sees: two names for one check, and what is wrong with the YAML itself. */
export const WRONG_OTHERWISE: readonly (readonly [text: string, ...problems: string[]])[] = [
  // Names of former days
  [
    'checks: { ch03/import-unused: off, ch03/unused-import: off }',
    '1:11: `ch03/import-unused` is now called `ch03/unused-import`, which is here too; keep one',
  ],
  [
    'checks:\n  ch03/import-unused: off\n  ch04/unused-import: error',
    '2:3: `ch03/import-unused` is now called `ch03/unused-import`',
    '3:3: `ch04/unused-import` is now called `ch03/unused-import`, which is here too; keep one',
  ],
  // Labels
  ['labels: { WIP: skip, wip: comment }', '1:22: `wip` is the same label as `WIP`, which is here too; keep one'],
  ['labels: { wip: skip, WIP: skip }', '1:22: `WIP` is the same label as `wip`, which is here too; keep one'],
  [
    `labels:\n${Array.from({ length: 51 }, (_, index) => `  l${index}: skip`).join('\n')}`,
    '2:3: `labels` has more than 50 labels',
  ],
  // YAML
  ['preset: all\npreset: strict', '2:1: `preset` is here twice; keep one'],
  [
    'preset: all\n---\npreset: strict',
    '2:1: a second document starts here; the file should be one document, without `---` in between',
  ],
  [
    '---\n---\npreset: strict',
    '2:1: a second document starts here; the file should be one document, without `---` in between',
  ],
  ['preset: "all', '1:13: not valid YAML: Missing closing "quote'],
  ['checks:\n\tch03/unused-import: off', '2:1: not valid YAML: Tabs are not allowed as indentation'],
  [
    'exclude: [a\npreset: all',
    '2:1: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  ['<<: { preset: all }', '1:1: merge keys (`<<`) are not read; write the keys out'],
  ['? [a]\n: b', '1:3: a key should be a plain word'],
  ['preset: !!str all', '1:15: tags such as `tag:yaml.org,2002:str` are not read; write the value without it'],
  [
    'checks: !!set { ch03/unused-import }',
    '1:15: tags such as `tag:yaml.org,2002:set` are not read; write the value without it',
    '1:17: `ch03/unused-import` is empty; expected `off`, `notice`, `warning`, `error` or a mapping with `level`, or leave it out',
  ],
  ['exclude: *old', '1:10: the alias `*old` has no complete anchor `&old` before it'],
  ['overrides:\n  - paths: *old', '2:12: the alias `*old` has no complete anchor `&old` before it'],
  ['exclude: &a [*a]', '1:14: the alias `*a` has no complete anchor `&a` before it'],
  ['%YAML 1.1\n---\nchapters: { ch07: warning }', '1:1: the file is read as YAML 1.2; take the `%YAML 1.1` line out'],
  // All at once, sorted by place, each at the key or the value that it is about
  [
    'preset: al\nchapters: { ch7: off }\nexclude: ["a/"]\nmax_comments: 99\nmax_comments: 98',
    '1:9: `preset` is `al`; expected `recommended`, `strict` or `all`; did you mean `all`?',
    '2:13: unknown chapter `ch7`; did you mean `ch07`?',
    '3:11: the glob `a/` matches no file; for a whole folder write `a/**`',
    '5:1: `max_comments` is here twice; keep one',
    '5:15: `max_comments` is `98`; expected a whole number from 0 to 50',
  ],
];
