/** Helpers for checks of the versions of Python that a repository states, in its many places. */

export * from './python-disagreements.ts';
export * from './python-ranges.ts';
export * from './python-statement.ts';
export * from './python-statements.ts';
