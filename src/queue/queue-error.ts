/** The queue cannot be used, for a reason that the operator can mend. The message is for them and holds no password. */
export class QueueError extends Error {
  override readonly name = 'QueueError';
}
