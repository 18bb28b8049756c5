import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ROOT, readOurs } from './project.ts';

const versions = z.record(z.string(), z.string());
const manifest = z
  .object({
    license: z.string(),
    scripts: versions,
    dependencies: versions,
    devDependencies: versions,
    bin: versions,
    files: z.array(z.string()),
  })
  .parse(JSON.parse(await readOurs('package.json')));
const locked = z.object({
  version: z.string().optional(),
  hasInstallScript: z.boolean().optional(),
  optionalDependencies: versions.optional(),
});
const lock = z
  .object({ packages: z.record(z.string(), locked) })
  .parse(JSON.parse(await readOurs('package-lock.json')));

test('every dependency has one exact version', () => {
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  assert.deepEqual(loose, []);
});

test('the lock file has the versions of package.json', () => {
  const other = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version,
  );
  assert.deepEqual(other, []);
});

test('the lock file has the builds for every platform: npm refuses to install from it otherwise', () => {
  const builds = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  );
  assert.ok(builds.length > 20, `${builds.length} builds`);
  assert.deepEqual(
    builds.filter((name) => !(`node_modules/${name}` in lock.packages)),
    [],
  );
});

test('installing runs no script but the one that fetches Node', () => {
  const scripted = Object.entries(lock.packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript ? [path] : [],
  );
  assert.deepEqual(scripted, ['node_modules/node']);
});

test('the lock file names no registry, so that everybody’s own is used', async () => {
  assert.doesNotMatch(await readOurs('package-lock.json'), /"resolved"/);
});

test('every command of the documentation is a script', async () => {
  const pages = await Promise.all(['README.md', 'CONTRIBUTING.md', 'docs/running.md'].map(readOurs));
  const named = pages.flatMap((text) =>
    [...text.matchAll(/npm (?:run ([a-z:]+)|(test|start))\b/g)].map(([, run, short]) => run ?? short ?? ''),
  );
  assert.ok(named.length > 5);
  assert.deepEqual(
    named.filter((name) => !(name in manifest.scripts)),
    [],
  );
});

test('scripts run on the Node of the project, even where the system has an older one', async () => {
  const env = { ...process.env, PATH: (process.env['PATH'] ?? '').replaceAll(`${ROOT}node_modules/.bin:`, '') };
  const { stdout } = await promisify(execFile)('npm', ['exec', '--no', '--', 'node', '--version'], { cwd: ROOT, env });
  assert.equal(stdout.trim(), `v${manifest.devDependencies['node']}`);
});
