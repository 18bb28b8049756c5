/** What the nearest project files say about a Python file; plain data, so that it can go to a worker thread. */
export interface ProjectFacts {
  /** Folder of the project file, without a slash at the end; empty for the repository root. */
  readonly root: string;
  /** `3.11` of `requires-python = ">=3.11"`; absent where nothing says it. */
  readonly minPython?: string;
  /** Ruff's `target-version` for this file: Ruff's own setting, else `minPython`, else the newest that the engine knows. */
  readonly target: string;
  /** Declared dependencies by normalised name → specifier as written (empty if none), development groups included. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Top-level packages of the repository, for import order. */
  readonly firstParty: readonly string[];
  /** `library`: has a build system and a name, and is not deployed from its own folder (a Dockerfile, say); `application`: everything else. */
  readonly kind: 'library' | 'application';
  /** The team's own Ruff settings: of the nearest file that has some, and what it extends; with what the wasm engine cannot do taken out. */
  readonly ruff: RuffSettings;
  /** pytest's options as strings, from the nearest file that has them; `testpaths` relative to `root`. */
  readonly pytest: Readonly<Record<string, string>>;
  /** Folders of pytest's `testpaths` that hold tests and little else, relative to the repository; sorted. */
  readonly testFolders: readonly string[];
}

/** Codes and prefixes that the team ignores in some files. */
export interface PerFileIgnore {
  /** Folder that the glob starts from, without a slash at the end; empty for the repository root. */
  readonly root: string;
  readonly glob: string;
  readonly codes: readonly string[];
}

export interface RuffSettings {
  /** Codes and prefixes that the team ignores everywhere. */
  readonly ignore: readonly string[];
  readonly perFileIgnores: readonly PerFileIgnore[];
  /** Other `lint.*` tables, handed to the engine as they are: `flake8-bugbear`, `isort`, … */
  readonly lint: Readonly<Record<string, unknown>>;
}

export const NO_PROJECT: ProjectFacts = {
  root: '',
  target: 'py314',
  dependencies: {},
  firstParty: [],
  kind: 'application',
  ruff: { ignore: [], perFileIgnores: [], lint: {} },
  pytest: {},
  testFolders: [],
};
