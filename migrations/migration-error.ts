/** A refusal whose message says it all. */
export class MigrationError extends Error {
  readonly code = 'migration';
}
