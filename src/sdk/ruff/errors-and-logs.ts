export * from '../python/exception-classes.ts';
export * from '../python/log-calls.ts';
export * from '../python/printf-format.ts';
export * from '../python/retriers.ts';
export * from '../python/retry-loops.ts';
