import type { PyNode } from '../../core/facts.ts';

/** What retries a function for ever unless it is told when to stop. */

export interface Retrier {
  /** Any of these keywords is an end. */
  readonly ends: readonly string[];
  /** The 0-based place at which the end may stand. */
  readonly place?: number;
  /** What to write behind the other arguments. */
  readonly end: string;
  /** It does not wait between attempts unless it is told to, and it wraps the last error: this is tenacity. */
  readonly unpaced: boolean;
}

const TENACITY: Retrier = { ends: ['stop'], end: 'stop=stop_after_attempt(5)', unpaced: true };
const RETRY: Retrier = { ends: ['tries'], place: 1, end: 'tries=5', unpaced: false };

export const RETRIERS: Readonly<Record<string, Retrier>> = {
  'tenacity.retry': TENACITY,
  'tenacity.Retrying': TENACITY,
  'tenacity.AsyncRetrying': TENACITY,
  'backoff.on_exception': { ends: ['max_tries', 'max_time'], end: 'max_time=60', unpaced: false },
  'retrying.retry': {
    ends: ['stop_max_attempt_number', 'stop_max_delay', 'stop', 'stop_func'],
    end: 'stop_max_attempt_number=5',
    unpaced: false,
  },
  'retry.retry': RETRY,
  'retry.api.retry': RETRY,
};

/** Arguments that end it; for tenacity also those that pace it and hand on the last error. */
export function missingFrom(retrier: Retrier, given: ReadonlyMap<string, unknown>, callee: PyNode): readonly string[] {
  if (!retrier.unpaced) return [retrier.end];
  const paced = given.has('wait') ? [] : ['wait=wait_exponential(max=30)'];
  const raised = given.has('reraise') || given.has('retry_error_callback') ? [] : ['reraise=True'];
  const module = callee.childForFieldName('object');
  return [retrier.end, ...paced, ...raised].map((one) =>
    module ? one.replace(/=(?=\w+\()/, `=${module.text}.`) : one,
  );
}
