import type { FieldProblem } from '@engagex/domain/shared';

/** A request that is not taken. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldProblem[];
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    code: string,
    message: string,
    {
      errors = [],
      retryAfterSeconds = null,
    }: { errors?: readonly FieldProblem[]; retryAfterSeconds?: number | null } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds ?? (status === 429 || status === 503 ? 1 : null);
  }
}
