import type { DockerFile, TextFile, TomlFile, YamlFile } from '../../core/facts.ts';
import { FILE_START, lineStarts, spanAt } from '../../core/span.ts';
import { minorOf } from './python-statement.ts';
import type { PythonStatement, PythonStatements } from './python-statement.ts';
import { isTable, listAt, textAtPath, valueAt } from '../tables.ts';
import { workflowStatements } from './workflow-pythons.ts';
import { floats } from './yaml-floats.ts';

export function tomlPythons(file: TomlFile): PythonStatements {
  const found: PythonStatement[] = [];
  const add = (
    kind: PythonStatement['kind'],
    who: string,
    path: readonly (string | number)[],
    read: (text: string) => string | undefined,
  ): void => {
    const text = textAtPath(file.data, ...path);
    const version = text === undefined ? undefined : read(text);
    if (version !== undefined) found.push({ kind, version, who, at: { ...(file.spanOf(path) ?? FILE_START) } });
  };
  const poetry = ['tool', 'poetry', 'dependencies', 'python'];
  add('range', 'requires-python', ['project', 'requires-python'], (text) => text);
  if (found.length === 0)
    add('range', 'python', isTable(valueAt(file.data, ...poetry)) ? [...poetry, 'version'] : poetry, (text) => text);
  add('target', 'Ruff', ['tool', 'ruff', 'target-version'], (text) => /^py3(\d+)$/.exec(text)?.[1]?.replace(/^/, '3.'));
  add('checker', 'mypy', ['tool', 'mypy', 'python_version'], minorOf);
  add('checker', 'Pyright', ['tool', 'pyright', 'pythonVersion'], minorOf);
  for (const index of listAt(file.data, 'project', 'classifiers').keys())
    add(
      'classifier',
      'classifier',
      ['project', 'classifiers', index],
      (text) => /^Programming Language :: Python :: (3\.\d+)$/.exec(text)?.[1],
    );
  return { statements: found, open: false };
}

/** `.python-version` and `runtime.txt`. Other implementations have versions of their own. */
export function textPythons(file: TextFile): PythonStatements {
  const starts = lineStarts(file.text);
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const statements = file.lines.flatMap((line, index): readonly PythonStatement[] => {
    const version = minorOf(line.trim().replace(/^(c?python)-/, ''));
    const start = starts[index] ?? 0;
    return version === undefined
      ? []
      : [{ kind: 'interpreter', version, who: name, at: { ...spanAt(starts, start, start + line.length) } }];
  });
  return { statements, open: false };
}

/** The Python that the last stage of a Dockerfile runs on. */
export function dockerPythons(file: DockerFile): PythonStatements {
  let stage = file.stages.at(-1);
  while (stage?.parent !== undefined) stage = file.stages[stage.parent];
  const image = stage?.resolvedImage ?? '';
  const version =
    /(?:^|\/)python:(3\.\d+)(?!\d)/.exec(image)?.[1] ?? /:(?:[\w.]+-)*python-?(3\.\d+)(?!\d)/.exec(image)?.[1];
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const at = stage?.from.argsSpan ?? FILE_START;
  return {
    statements: version === undefined ? [] : [{ kind: 'interpreter', version, who: name, at: { ...at } }],
    open: false,
  };
}

export function yamlPythons(file: YamlFile): PythonStatements {
  const [document] = file.documents;
  if (!document) return { statements: [], open: false };
  if (file.path.startsWith('.github/workflows/')) return workflowStatements(document, file.text);
  const path = ['build', 'tools', 'python'];
  const version = minorOf(textAtPath(document.data, ...path) ?? '');
  const at = document.spanOf(path) ?? FILE_START;
  const who = 'Read the Docs';
  return {
    statements: [
      ...(version === undefined ? [] : [{ kind: 'interpreter' as const, version, who, at: { ...at } }]),
      ...floats(document, file.text),
    ],
    open: false,
  };
}
