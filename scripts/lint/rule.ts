import type { RuleTester } from 'oxlint/plugins-dev';

/** A rule of oxlint that is made anew for every file. The linter names its types only as parameters of its tester. */
export type Rule = Extract<Parameters<RuleTester['run']>[1], { create: unknown }>;
export type Context = Parameters<Rule['create']>[0];
type Visitors = ReturnType<Rule['create']>;
/** The node that a visitor of this name is given. */
export type NodeOf<K extends keyof Visitors> = Parameters<NonNullable<Visitors[K]>>[0];
