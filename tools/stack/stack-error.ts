/** A failure whose message alone tells the person what to do next; the launcher prints it without a stack. */
export class StackError extends Error {
  override readonly name = 'StackError';
}
