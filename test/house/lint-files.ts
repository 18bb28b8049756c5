import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT, readOurs } from './project.ts';

interface Diagnostic {
  readonly filename: string;
  readonly code: string;
}

/** Runs the real linter with the real configuration over a folder that has nothing but these files. */
export async function lintFiles(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'chapter-and-verse-rooms-'));
  try {
    await Promise.all(
      ['.oxlintrc.json', 'scripts/lint'].map((name) => cp(join(ROOT, name), join(folder, name), { recursive: true })),
    );
    await writeFile(join(folder, 'tsconfig.json'), await tsconfigWithoutPackages());
    for (const [file, text] of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    const { diagnostics } = await run(folder);
    const byFile = Map.groupBy(diagnostics, ({ filename }) => filename);
    return new Map([...byFile].map(([file, own]) => [file, own.map(({ code }) => code)]));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Rules that need types are left out with a mere warning where this file names types that are not there. */
async function tsconfigWithoutPackages(): Promise<string> {
  const { compilerOptions, ...rest } = JSON.parse(await readOurs('tsconfig.json'));
  return JSON.stringify({ ...rest, compilerOptions: { ...compilerOptions, types: [] } });
}

function run(folder: string): Promise<{ readonly diagnostics: readonly Diagnostic[] }> {
  const linter = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  // Outside the project it would not find its helper for types, and would leave those rules out without a word.
  const env = { ...process.env, OXLINT_TSGOLINT_PATH: join(ROOT, 'node_modules/oxlint-tsgolint/bin/tsgolint.js') };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [linter, '--format', 'json'],
      { cwd: folder, env, maxBuffer: 2 ** 26 },
      (error, output, complaints) => {
        // It exits 1 where it found something; what is no JSON is a configuration that it refused.
        if (output.startsWith('{')) resolve(JSON.parse(output));
        else reject(new Error(`${output}${complaints}`, { cause: error }));
      },
    );
  });
}
