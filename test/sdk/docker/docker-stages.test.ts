import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DockerFile, DockerStage } from '../../../src/core/facts.ts';
import {
  baseImageOf,
  isDevelopmentFile,
  lineageOf,
  shippedStages,
  startInstructionsOf,
  workingFolderOf,
} from '../../../src/sdk/docker/docker-stages.ts';
import { dockerFile } from '../../support/parsed-files.ts';

function last({ stages }: DockerFile): DockerStage {
  const stage = stages.at(-1);
  assert.ok(stage);
  return stage;
}

describe('stages', () => {
  test('start from foreign images, through the stages between', () => {
    const file = dockerFile('ARG V=3.13\nFROM python:${V} AS a\nFROM a AS b\nFROM x AS c\nFROM b\n');
    assert.deepEqual(
      lineageOf(file, last(file)).map(({ index }) => index),
      [0, 1, 3],
    );
    assert.equal(baseImageOf(file, last(file)), 'python:3.13');
    const unknown = dockerFile('ARG BASE\nFROM ${BASE}\n');
    assert.equal(baseImageOf(unknown, last(unknown)), undefined);
  });

  test('ship where they are last, or run by themselves and are used by no other', () => {
    const table: readonly (readonly [string, readonly number[]])[] = [
      ['FROM a AS x\nCMD x\nFROM a AS y\nCMD y\n', [0, 1]],
      ['FROM a AS x\nCMD x\nFROM x AS y\nCMD y\n', [1]],
      ['FROM a AS x\nCMD x\nFROM a\nCOPY --from=x /a /b\n', [1]],
      ['FROM a AS x\nCMD x\nFROM a\nRUN --mount=type=bind,from=x,target=/x ls\n', [1]],
      ['FROM a AS x\nCMD x\nFROM a\nCOPY --from=0 /a /b\n', [1]],
      ['FROM a AS x\nRUN ls\nFROM a\n', [1]],
      ['FROM a AS dev\nCMD x\nFROM a\n', [1]],
      ['FROM a AS prod\nCMD x\nFROM a AS dev\n', [0, 1]],
    ];
    for (const [text, indexes] of table)
      assert.deepEqual(
        shippedStages(dockerFile(text)).map(({ index }) => index),
        indexes,
        text,
      );
  });

  test('start with the last command that is set, own or inherited, and not taken back', () => {
    const file = dockerFile('FROM a AS x\nENTRYPOINT ["/start"]\nCMD ["a"]\nFROM x\nCMD ["b"]\n');
    assert.deepEqual(
      startInstructionsOf(file, last(file)).map(({ args }) => args),
      ['["/start"]', '["b"]'],
    );
    const reset = dockerFile('FROM a\nENTRYPOINT []\nCMD ["b"]\n');
    assert.equal(startInstructionsOf(reset, last(reset)).length, 1);
  });

  test('work in the folder that their WORKDIRs add up to', () => {
    const table: readonly (readonly [string, string | undefined])[] = [
      ['FROM a\n', '/'],
      ['FROM a\nWORKDIR /app/\nWORKDIR src\n', '/app/src'],
      ['FROM a AS b\nENV HOME_DIR=/srv\nFROM b\nWORKDIR ${HOME_DIR}/shop\n', '/srv/shop'],
      ['FROM a\nARG DIR\nWORKDIR $DIR\n', undefined],
    ];
    for (const [text, folder] of table) {
      const file = dockerFile(text);
      assert.equal(workingFolderOf(file, last(file)), folder, text);
    }
  });
});

test('a Dockerfile is for development by a word of its name or folder', () => {
  for (const path of [
    'Dockerfile.dev',
    'dev.Dockerfile',
    'ci/Dockerfile',
    'tests/Dockerfile',
    'docker/Dockerfile-test',
    '.devcontainer/Dockerfile',
    'examples/shop/Dockerfile',
    'builder.Dockerfile',
  ])
    assert.equal(isDevelopmentFile(path), true, path);
  for (const path of [
    'Dockerfile',
    'docker/Dockerfile',
    'Dockerfile.prod',
    'services/device/Dockerfile',
    'build/Dockerfile',
    'latest/Dockerfile',
  ])
    assert.equal(isDevelopmentFile(path), false, path);
});
