import type { ErrorKind, FieldProblem } from '@engagex/domain/shared';

/** What a process is asked to do: one piece of work at a time. */
export interface Order {
  readonly kind: string;
  readonly input: unknown;
}

/** What it says: that everything is loaded and the work begins, and then what came of it. */
export type Report =
  | { readonly began: true }
  | { readonly output: unknown }
  | { readonly refusal: Refusal }
  /** An error that nobody thought of, with its stack; or what of the engine's own limits it is. */
  | { readonly complaint: string; readonly limit: 'nesting' | 'memory' | null };

/** A `DomainError` on its way between processes. */
export interface Refusal {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly errors: readonly FieldProblem[];
}
