import { z } from 'zod';
import type { CheckInfo, OptionSpec } from '../core/check-info.ts';
import { chapterKey, defaultConfig, FAIL_ON, type Known, LEVELS, PRESETS } from './config.ts';
import type { Note, Notes } from './note.ts';
import { conversationSchema, integer } from './schema-conversation.ts';
import { createGlobJudge, GLOB_KEYWORDS, type GlobJudge } from './glob-problem.ts';
import { anyOf } from './words.ts';

export type RawConfig = z.infer<ReturnType<typeof configSchema>['root']>;
export type RawOverride = NonNullable<RawConfig['overrides']>[number];
export type RawRules = Pick<RawConfig, 'preset' | 'chapters' | 'checks'>;

const DEFAULTS = defaultConfig();

/**
 * The shape of the file, strict at every key, built from the checks that there are.
 * The message of a type or range error is what was expected, as in "expected …"; that of a glob is a whole sentence.
 */
export function configSchema(known: Known, judge: GlobJudge = createGlobJudge()) {
  const notes = z.registry<Note>();
  const level = z.enum(LEVELS, { error: anyOf(LEVELS) });
  level.register(notes, { id: 'level', description: 'How loud a check is; `off` silences it.' });
  const glob = globSchema(notes, judge);
  const globs = z.array(glob, { error: 'a list of globs' });
  globs.register(notes, {
    id: 'globs',
    description: 'Paths relative to the root; a glob without a slash matches the name in any folder.',
  });
  const preset = z.enum(PRESETS, { error: anyOf(PRESETS) });
  preset.register(notes, {
    id: 'preset',
    description: 'A set of checks: each preset has all checks of the one before it.',
  });
  const paths = z.array(glob, { error: 'a list of globs' }).min(1, { error: 'at least one glob' });
  paths.register(notes, { description: 'Globs of the files that this override is for.' });
  const rules = { chapters: chaptersSchema(known, level, notes), checks: checksSchema(known, level, notes) };
  const override = z.strictObject({ paths, preset: preset.optional(), ...rules }, { error: 'a mapping with `paths`' });
  override.register(notes, { id: 'override', description: 'Other settings for some paths. Later overrides win.' });
  const shape = {
    extends: extendsSchema(notes),
    preset: preset
      .optional()
      .register(notes, { description: 'The set of checks to start from.', default: DEFAULTS.preset }),
    fail_on: failOnSchema(notes),
    ...conversationSchema(known, notes),
    exclude: globs.optional().register(notes, { description: 'Globs of files that are not reviewed.', default: [] }),
    chapters: rules.chapters,
    checks: rules.checks,
    overrides: z.array(override, { error: 'a list of overrides' }).optional(),
  };
  shape.overrides.register(notes, { description: 'Other settings for some paths. Later ones win.', default: [] });
  const root = z.strictObject(shape, { error: `a mapping with keys such as ${anyOf(Object.keys(shape))}` });
  root.register(notes, {
    title: 'Chapter & Verse',
    description: 'Configuration of the reviewer of Python pull requests.',
  });
  return { root, override, notes };
}

type LevelSchema = z.ZodEnum<{ [L in (typeof LEVELS)[number]]: L }>;

function globSchema(notes: Notes, judge: GlobJudge) {
  const glob = z.string({ error: 'a glob' }).superRefine((value, context) => {
    const message = judge.problem(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
  return glob.register(notes, { id: 'glob', ...GLOB_KEYWORDS });
}

/** `standards`, `standards:review/python.yml`, `:review/python.yml` */
const PARENT = /^(?:[\w.-]+(?::[^:/][^:]*)?|:[^:/][^:]*)$/;

function extendsSchema(notes: Notes) {
  const description =
    'A configuration to start from: a repository of the same owner, a colon and a path in it, or both. This file is laid over it.';
  const error = 'a repository of the same owner, `:` and a path, or both, as in `standards:review/python.yml`';
  return z
    .string({ error })
    .regex(PARENT, { error })
    .optional()
    .register(notes, { description, pattern: PARENT.source });
}

function failOnSchema(notes: Notes) {
  const description =
    'The weakest finding that fails the check run. `secrets`: only checks that block by nature. `never`: nothing fails it.';
  return z
    .enum(FAIL_ON, { error: anyOf(FAIL_ON) })
    .optional()
    .register(notes, { description, default: DEFAULTS.failOn });
}

function chaptersSchema(known: Known, level: LevelSchema, notes: Notes) {
  const shape = known.chapters.map((chapter) => {
    const entry = level.optional().register(notes, { title: chapter.title, description: chapter.about });
    return [chapterKey(chapter.number), entry] as const;
  });
  const chapters = z.strictObject(Object.fromEntries(shape), { error: 'a mapping from chapters to levels' });
  chapters.register(notes, {
    id: 'chapters',
    description: 'Level for all checks of a chapter that the preset has; `off` silences the chapter.',
  });
  return chapters.optional();
}

function checksSchema(known: Known, level: LevelSchema, notes: Notes) {
  const withoutOptions = settingSchema({}, level, notes).register(notes, { id: 'setting' });
  const entries = known.checks.flatMap((check) => {
    const { id, title, options, formerly } = check;
    const setting = Object.keys(options).length === 0 ? withoutOptions : settingSchema(options, level, notes);
    const description = `${check.why} (${check.severity}, ${check.preset})`;
    const former = { title, description: `Now called ${id}.`, deprecated: true };
    return [
      [id, setting.optional().register(notes, { title, description })] as const,
      ...formerly.map((old) => [old, setting.optional().register(notes, former)] as const),
    ];
  });
  const checks = z.strictObject(Object.fromEntries(entries), { error: 'a mapping from checks to levels' });
  checks.register(notes, {
    id: 'checks',
    description: 'A level, or a level with options, by check. A level turns on checks that the preset lacks.',
  });
  return checks.optional();
}

function settingSchema(specs: CheckInfo['options'], level: LevelSchema, notes: Notes) {
  const options = Object.entries(specs).map(([name, spec]) => [name, optionSchema(spec, notes)] as const);
  const keys = ['level', ...Object.keys(specs)];
  const error = `${LEVELS.map((name) => `\`${name}\``).join(', ')} or a mapping with ${anyOf(keys)}`;
  return z.union([level, z.strictObject({ ...Object.fromEntries(options), level: level.optional() })], { error });
}

function optionSchema(spec: OptionSpec, notes: Notes) {
  const note = { description: spec.about, default: spec.default };
  switch (spec.type) {
    case 'integer':
      return integer(spec.min, spec.max).optional().register(notes, note);
    case 'boolean':
      return z
        .boolean({ error: anyOf(['true', 'false']) })
        .optional()
        .register(notes, note);
    case 'strings':
      return z
        .array(z.string({ error: 'text' }).min(1, { error: 'text' }), { error: 'a list of texts' })
        .optional()
        .register(notes, note);
  }
}
