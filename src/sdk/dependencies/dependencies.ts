/** Helpers for checks of what a project depends on: what is declared, what is pinned, what is locked. */

export * from './declared-dependencies.ts';
export * from './floating-reference.ts';
export * from './lock-compare.ts';
export * from './lock-facts.ts';
export * from './lock-pairs.ts';
export * from './requirement-pins.ts';
export * from './requirement-text.ts';
