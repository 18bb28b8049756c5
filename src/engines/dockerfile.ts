import { DockerfileParser } from 'dockerfile-ast';
import type { DockerFile, DockerInstruction, DockerStage, SourceFile } from '../core/facts.ts';
import type { Span } from '../core/flow.ts';
import type { Parsed } from '../core/parsed.ts';
import { hasTemplateMarks } from '../core/path-class.ts';
import { FILE_START, lineStarts } from '../core/span.ts';
import { createExpander } from './dockerfile-expand.ts';
import { readInstruction } from './dockerfile-instruction.ts';
import { isKeyword, nearestKeyword } from './dockerfile-keywords.ts';

/** A Dockerfile as stages. What Docker would refuse to build for its form alone is not ok. */
export function parseDockerfile(source: SourceFile): Parsed<DockerFile> {
  try {
    return parse(source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ok: false, message: 'This Dockerfile is nested too deeply to be read.', span: FILE_START };
  }
}

function parse(source: SourceFile): Parsed<DockerFile> {
  const syntax = DockerfileParser.parse(source.text);
  const escape = syntax.getEscapeCharacter();
  const starts = lineStarts(source.text);
  const instructions = syntax
    .getInstructions()
    .map((node) => readInstruction(node, { text: source.text, starts, escape }));
  const problem = problemOf(instructions);
  if (problem) return failure(source, problem);
  const first = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  const globalArgs = instructions.slice(0, first);
  const expander = createExpander(globalArgs, escape);
  const stages = groupStages(instructions.slice(first), (from) => expander.image(from));
  const directives = syntax
    .getDirectives()
    .map((node) => ({ text: `${node.getName()}=${node.getValue()}`, line: node.getRange().start.line + 1 }));
  const comments = syntax
    .getComments()
    .map((node) => ({ text: node.getContent() ?? '', line: node.getRange().start.line + 1 }));
  const expand = (text: string, at: DockerInstruction) => expander.expand(text, at, stages);
  return { ok: true, value: { ...source, globalArgs, stages, comments: [...directives, ...comments], expand } };
}

interface Problem {
  readonly message: string;
  readonly span: Span;
}

/** The first thing for which Docker would refuse the file before it builds anything. */
function problemOf(instructions: readonly DockerInstruction[]): Problem | undefined {
  let inStage = false;
  for (const { keyword, args, span } of instructions) {
    if (!isKeyword(keyword)) {
      const nearest = nearestKeyword(keyword);
      const hint = nearest ? `; did you mean \`${nearest}\`?` : '.';
      return { message: `\`${keyword.slice(0, 30)}\` is not a Dockerfile instruction${hint}`, span };
    }
    if (keyword === 'FROM') inStage = true;
    if (keyword === 'FROM' && !/^\S+(\s+as\s+\S+)?\s*$/i.test(args))
      return { message: 'A `FROM` takes an image, and `AS` with a name if need be.', span };
    if (!inStage && keyword !== 'ARG')
      return { message: `\`${keyword}\` stands before the first \`FROM\`; only \`ARG\` may.`, span };
    if (args === '') return { message: `\`${keyword}\` has no arguments.`, span };
  }
  return inStage
    ? undefined
    : { message: 'This Dockerfile has no `FROM`.', span: instructions.at(-1)?.span ?? FILE_START };
}

function failure(source: SourceFile, problem: Problem): Parsed<DockerFile> {
  if (!hasTemplateMarks(source.text)) return { ok: false, ...problem };
  return {
    ok: false,
    message: 'This file looks like a template; it is not a Dockerfile as it stands.',
    span: problem.span,
  };
}

/** The instructions by stage; `imageOf` gives the image that a FROM means, where it is known. */
function groupStages(
  instructions: readonly DockerInstruction[],
  imageOf: (from: DockerInstruction) => string | undefined,
): readonly DockerStage[] {
  const stages: (DockerStage & { readonly instructions: DockerInstruction[] })[] = [];
  for (const instruction of instructions) {
    if (instruction.keyword !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction);
      continue;
    }
    const [image = '', , name] = instruction.args.split(/\s+/);
    const resolvedImage = imageOf(instruction);
    const parent = stages.findLastIndex((stage) => stage.name === (resolvedImage ?? image).toLowerCase());
    stages.push({
      index: stages.length,
      ...(name !== undefined && name !== '' && { name: name.toLowerCase() }),
      from: instruction,
      image,
      ...(resolvedImage !== undefined && { resolvedImage }),
      ...(parent >= 0 && { parent }),
      instructions: [],
    });
  }
  return stages;
}
