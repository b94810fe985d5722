/** A failure whose message tells the operator what to do next; printed without a stack. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
