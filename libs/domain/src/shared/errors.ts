import type { Changed } from './versions.ts';

export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'limit'
  | 'beyond-plan'
  | 'unavailable';

/** Where in the input a problem is. `line` and `column` count from 1 and are given for text such as templates. */
export interface FieldProblem {
  readonly path: readonly string[];
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** What refers to something that was to be deleted; `kind` is a word for people: campaign, segment, bulk action. */
export interface UsedBy {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}

/** HTTP status of each kind (RFC 9110). */
export const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  limit: 429,
  'beyond-plan': 402,
  unavailable: 503,
};

/**
 * An expected refusal. `code` is stable (`campaign.no-audience`); `message` tells a person what to do next.
 */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly errors: readonly FieldProblem[];
  readonly usedBy: readonly UsedBy[];
  readonly changed: Changed | null;
  /** What is stored now, as the route that refused would answer it. */
  readonly current: unknown;
  /** When it may succeed unchanged; null when it will not, or nobody can say. */
  readonly retryAfterSeconds: number | null;

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    options: {
      errors?: readonly FieldProblem[];
      usedBy?: readonly UsedBy[];
      changed?: Changed;
      current?: unknown;
      retryAfterSeconds?: number;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'DomainError';
    this.kind = kind;
    this.code = code;
    this.errors = options.errors ?? [];
    this.usedBy = options.usedBy ?? [];
    this.changed = options.changed ?? null;
    this.current = options.current;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

export const invalid = (code: string, message: string, errors?: readonly FieldProblem[]) =>
  new DomainError('invalid', code, message, errors ? { errors } : {});
export const notFound = (noun: string) =>
  new DomainError('not-found', `${noun}.not-found`, `This ${noun} does not exist or was deleted.`);
export const conflict = (code: string, message: string) => new DomainError('conflict', code, message);
