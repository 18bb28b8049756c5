import type { Span } from './flow.ts';

/** What an engine makes of a text. Engines never throw on bad text; they say what is wrong and where. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly span: Span };

/** An engine broke (a WebAssembly trap, a stack overflow, a budget overrun): its instance must not be used again. */
export class EngineTrap extends Error {
  readonly engine: string;

  constructor(engine: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineTrap';
    this.engine = engine;
  }
}
