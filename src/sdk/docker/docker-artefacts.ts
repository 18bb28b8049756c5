import { foldersAround } from './docker-context.ts';
import { gitIgnores } from '../ignore-patterns.ts';
import { isSecretFile } from '../secrets/secret-names.ts';

/** A file of the repository as far as it was read. */
interface RepositoryFile {
  readonly path: string;
  readonly text?: string;
}

const BUILT =
  /(^|\/)(dist|build|target|out|output|node_modules|wheels?|wheelhouse|artifacts?|coverage|staticfiles|\.next|\.venv)(\/|$)|\.(whl|tar|tar\.gz|tgz|zip|jar|deb|rpm|so|exe|bin|pt|pth|onnx|safetensors|gguf|pkl|joblib|db|sqlite3?)$/;
const LOCK = /(^|\/)(poetry|uv|pdm|Pipfile)\.lock$/;
const REQUIREMENTS = /(^|\/)[^/]*requirements[^/]*\.txt$/;

/**
 * Says of a path whether something makes the file before an image is built: a build, a tool that writes requirements out of a lock
 * file, a person who keeps secrets outside of git, or git itself, for submodules.
 */
export function artefactsOf(files: readonly RepositoryFile[], tree: ReadonlySet<string>): (path: string) => boolean {
  const hasLock = [...tree].some((path) => LOCK.test(path));
  const modules = named(files, '.gitmodules').flatMap(({ text = '' }) =>
    [...text.matchAll(/^\s*path\s*=\s*(\S+)/gm)].map((match) => match[1] ?? ''),
  );
  const ignores = named(files, '.gitignore').map(({ path, text = '' }) => {
    const folder = foldersAround(path)[0] ?? '';
    const isIgnored = gitIgnores(text);
    return (other: string) =>
      isWithin(other, folder) && isIgnored(folder === '' ? other : other.slice(folder.length + 1));
  });
  return (path) =>
    BUILT.test(path) ||
    isSecretFile(path) ||
    /(^|\/)\.env[^/]*$/.test(path) ||
    (hasLock && REQUIREMENTS.test(path)) ||
    modules.some((module) => isWithin(path, module)) ||
    ignores.some((isIgnored) => isIgnored(path));
}

function named(files: readonly RepositoryFile[], name: string): readonly RepositoryFile[] {
  return files.filter(({ path }) => path === name || path.endsWith(`/${name}`));
}

function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
