import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { CaptureRequest } from '../../src/core/capture.ts';

export interface Repository {
  readonly folder: string;
  git(...args: readonly string[]): string;
  /** Writes files; `null` removes one. */
  write(files: Readonly<Record<string, string | Uint8Array | null>>): void;
  link(path: string, target: string): void;
  /** Stages everything and commits; gives the SHA. */
  commit(message?: string): string;
}

/** An empty folder that is removed after the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'cv-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A repository on branch main, without the settings of the machine. */
export function createRepository(t: TestContext): Repository {
  const folder = temporaryFolder(t);
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
  const settings = [
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.com',
    '-c',
    'commit.gpgsign=false',
    '-c',
    'protocol.file.allow=always',
  ];
  const repository: Repository = {
    folder,
    git: (...args) =>
      execFileSync('git', [...settings, ...args], {
        cwd: folder,
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }).trim(),
    write(files) {
      for (const [path, content] of Object.entries(files)) {
        const full = join(folder, path);
        if (content === null) rmSync(full);
        else {
          mkdirSync(dirname(full), { recursive: true });
          writeFileSync(full, content);
        }
      }
    },
    link: (path, target) => symlinkSync(target, join(folder, path)),
    commit(message = 'a change') {
      repository.git('add', '-A');
      repository.git('commit', '-q', '--allow-empty', '-m', message);
      return repository.git('rev-parse', 'HEAD');
    },
  };
  repository.git('init', '-q', '-b', 'main');
  return repository;
}

/** `main` with the first files, and a branch `change` that stands on it. */
export function startChange(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): Repository {
  const repository = createRepository(t);
  repository.write(files);
  repository.commit('first');
  repository.git('checkout', '-q', '-b', 'change');
  return repository;
}

/** Wants every Python file, needs every pyproject.toml. */
export const PYTHON: CaptureRequest = {
  wants: (path) => path.endsWith('.py'),
  needs: (path) => path.endsWith('pyproject.toml'),
  maxFileBytes: 10_000,
  maxContextFiles: 3,
};
