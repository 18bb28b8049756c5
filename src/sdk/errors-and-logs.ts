export * from './exception-classes.ts';
export * from './log-calls.ts';
export * from './printf-format.ts';
export * from './retriers.ts';
export * from './retry-loops.ts';
