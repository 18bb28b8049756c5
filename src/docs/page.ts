import type { ChapterInfo, CheckInfo, OptionSpec } from '../core/check-info.ts';
import { chapterName } from './book.ts';
import { cell, fence, inlineCode, prose } from './markdown.ts';
import { renderSample } from './sample.ts';
import { configExample, optionsExample, suppressionExample } from './suppress.ts';
import { list } from './words.ts';

/** The page of one check, for people who met one of its findings: Markdown, ends in a line break. */
export function renderCheckPage(info: CheckInfo, chapter: ChapterInfo | undefined): string {
  const parts = [
    `# ${prose(info.title)}`,
    facts(info, chapter),
    prose(info.why),
    ...examples(info),
    `## When it is right as it is\n\n${prose(info.whenNotTo)}`,
    ...nearMisses(info),
    ...options(info),
    toggles(info),
    ...formerly(info),
  ];
  return `${parts.join('\n\n')}\n`;
}

function facts(info: CheckInfo, chapter: ChapterInfo | undefined): string {
  const lines = [
    `- Check: ${inlineCode(info.id)}`,
    `- ${prose(chapterName(info.chapter, chapter))}: ${prose(info.bullet)}`,
    `- Severity: ${info.severity}${info.blocks ? '; as an error it fails the check run even where nothing is configured' : ''}`,
    `- Preset: ${info.preset}`,
    `- Looks at: ${looksAt(info)}`,
    `- Fixes: ${info.fixes ? 'for some findings at least' : 'none'}`,
  ];
  return lines.join('\n');
}

function looksAt(info: CheckInfo): string {
  const kinds: Readonly<Record<string, string>> = {
    python: 'Python files',
    ruff: `Python files, through Ruff's ${list(info.codes.map(inlineCode))}`,
    toml: 'TOML files',
    yaml: 'YAML files',
    dockerfile: 'Dockerfiles',
    requirements: 'requirements files',
    text: 'text files',
    pull: 'the change as a whole',
    suppressions: 'suppression comments',
  };
  return kinds[info.kind] ?? prose(info.kind);
}

function examples(info: CheckInfo): readonly string[] {
  return info.examples.map(({ title, bad, good }) =>
    [`## ${prose(title)}`, 'Instead of', renderSample(bad, info), 'write', renderSample(good, info)].join('\n\n'),
  );
}

function nearMisses(info: CheckInfo): readonly string[] {
  if (info.quiet.length === 0) return [];
  const samples = info.quiet.map((sample) => renderSample(sample, info));
  return ['## What it leaves alone\n\nThis looks alike, and the check is silent:', ...samples];
}

function options(info: CheckInfo): readonly string[] {
  const names = Object.keys(info.options);
  if (names.length === 0) return [];
  const rows = Object.entries(info.options).map(
    ([name, spec]) =>
      `| ${inlineCode(name)} | ${values(spec)} | ${cell(inlineCode(JSON.stringify(spec.default)))} | ${cell(spec.about)} |`,
  );
  const table = ['| Option | Values | Default | |', '|---|---|---|---|', ...rows].join('\n');
  return ['## Options', table, fence(optionsExample(info), 'yaml')];
}

function values(spec: OptionSpec): string {
  switch (spec.type) {
    case 'integer':
      return `${spec.min} to ${spec.max}`;
    case 'boolean':
      return '`true` or `false`';
    case 'strings':
      return 'a list of texts';
  }
}

function toggles(info: CheckInfo): string {
  const here = suppressionExample(info.samplePath, info.id);
  const once = here ? `For one place, put this ${here.where}:\n\n${fence(here.comment, here.language)}\n\n` : '';
  return `## How to silence it\n\n${once}For the whole repository, in the configuration:\n\n${fence(configExample(info.id), 'yaml')}`;
}

function formerly(info: CheckInfo): readonly string[] {
  if (info.formerly.length === 0) return [];
  return [`Formerly ${list(info.formerly.map(inlineCode))}; configuration and suppressions that say so still work.`];
}
