/** Helpers for checks on secrets: what names and values of settings say. None of them keeps or returns a value in a message. */
export * from './secret-names.ts';
export * from './secret-values.ts';
export * from './secret-places.ts';
export * from './dotenv.ts';
