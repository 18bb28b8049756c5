/** Helpers for checks on GitHub workflows and actions. */
export * from './github-workflow.ts';
export * from './workflow-dangers.ts';
export * from './workflow-expressions.ts';
