import { spawn } from 'node:child_process';

export interface GitObject {
  readonly oid: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly data: Buffer;
}

export interface GitReader {
  /** The object that a name stands for: a SHA, short or whole, or a ref. Undefined if there is none. */
  readonly read: (name: string) => Promise<GitObject | undefined>;
  readonly close: () => void;
}

interface Header {
  readonly oid: string;
  readonly type: GitObject['type'];
  readonly size: number;
}

function parseHeader(line: string): Header | undefined {
  const [oid = '', type, size] = line.split(' ');
  if (type !== 'blob' && type !== 'tree' && type !== 'commit' && type !== 'tag') return undefined;
  return { oid, type, size: Number(size) };
}

/** One `git cat-file --batch` for the life of the store: a process for each object would be the dearest thing the demo does. */
export function createGitReader(folder: string, env: NodeJS.ProcessEnv): GitReader {
  const child = spawn('git', ['cat-file', '--batch'], { cwd: folder, env, stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting: ((object: GitObject | undefined) => void)[] = [];
  let chunks: Buffer[] = [];
  let length = 0;
  let needed = 0;

  /** Takes one whole answer off the front of what was read; false if it is not all there yet. */
  function take(): boolean {
    const whole = chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks, length);
    chunks = [whole];
    const newline = whole.indexOf(10);
    if (newline < 0) return false;
    const header = parseHeader(whole.subarray(0, newline).toString());
    const end = header === undefined ? newline + 1 : newline + 1 + header.size + 1;
    needed = end;
    if (whole.length < end) return false;
    const data = header && Buffer.from(whole.subarray(newline + 1, newline + 1 + header.size));
    chunks = [whole.subarray(end)];
    length -= end;
    needed = 0;
    waiting.shift()?.(header && data ? { oid: header.oid, type: header.type, data } : undefined);
    return true;
  }

  function giveUp(): void {
    for (const resolve of waiting.splice(0)) resolve(undefined);
  }

  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length < needed) return;
    while (length > 0 && take());
  });
  child.on('error', giveUp);
  child.on('close', giveUp);
  child.stdin.on('error', () => undefined); // The end of the process is seen by `close`.
  child.unref();

  return {
    read: (name) =>
      new Promise((resolve) => {
        if (name === '' || /[\n\r]/.test(name) || child.exitCode !== null) {
          resolve(undefined);
          return;
        }
        waiting.push(resolve);
        child.stdin.write(`${name}\n`);
      }),
    close() {
      child.stdin.end();
    },
  };
}
