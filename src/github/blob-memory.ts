/** What a commit has under a path, as far as it was seen. */
export interface KnownEntry {
  readonly mode: string;
  readonly oid: string;
  readonly size: number;
}

/**
 * What this process has read of repositories, so that the next push need not fetch it again. It holds nothing that could
 * change: blobs by the hash of their contents, and entries by commit. In memory only: no source text is stored anywhere.
 */
export interface BlobMemory {
  bytes(oid: string): Uint8Array | undefined;
  keepBytes(oid: string, bytes: Uint8Array): void;
  /** Undefined: not seen yet. */
  entry(commit: string, path: string): KnownEntry | undefined;
  keepEntry(commit: string, path: string, entry: KnownEntry): void;
}

export interface MemoryLimits {
  /** Bytes of blobs; the longest unused go first. */
  readonly bytes: number;
  readonly entries: number;
}

export const MEMORY_LIMITS: MemoryLimits = { bytes: 48_000_000, entries: 50_000 };

export function createBlobMemory(limits: MemoryLimits = MEMORY_LIMITS): BlobMemory {
  const blobs = createLru<Uint8Array>(limits.bytes, (bytes) => bytes.length + 100);
  const entries = createLru<KnownEntry>(limits.entries, () => 1);
  return {
    bytes: (oid) => blobs.get(oid),
    keepBytes: (oid, bytes) => blobs.set(oid, bytes),
    entry: (commit, path) => entries.get(`${commit}:${path}`),
    keepEntry: (commit, path, entry) => entries.set(`${commit}:${path}`, entry),
  };
}

/** A map that forgets what was not asked for longest, once the weights add up to more than the limit. */
function createLru<V>(limit: number, weigh: (value: V) => number) {
  const kept = new Map<string, V>();
  let weight = 0;
  return {
    get(key: string): V | undefined {
      const value = kept.get(key);
      if (value === undefined) return undefined;
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    set(key: string, value: V): void {
      const old = kept.get(key);
      if (old !== undefined) weight -= weigh(old);
      kept.delete(key);
      kept.set(key, value);
      weight += weigh(value);
      for (const [oldest, dropped] of kept) {
        if (weight <= limit) return;
        kept.delete(oldest);
        weight -= weigh(dropped);
      }
    },
  };
}
