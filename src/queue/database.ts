import type { ConstructorOptions, Db } from 'pg-boss';

/** What the queue needs of PostgreSQL, whether it is a server or PGlite in this process. */
export interface Database {
  /** How pg-boss reaches the same database. */
  readonly boss: ConstructorOptions;
  /** No other process can have jobs here: one that is active at the start was left by a process that ended. */
  readonly exclusive: boolean;
  readonly sql: Db;
  /** Runs `use` in one transaction. Two with the same key never run at the same time, in whatever process. */
  transaction<T>(key: string, use: (sql: Db) => Promise<T>): Promise<T>;
  /**
   * Runs `use`, which may take its time, while no other one with this key runs, in whatever process. A process that ends lets the
   * next one go on; one that hangs, after two minutes.
   */
  alone<T>(key: string, use: () => Promise<T>): Promise<T>;
  /** Words for an error of this database, without passwords. */
  explain(error: unknown): string;
  close(): Promise<void>;
}
