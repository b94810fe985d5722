import type { Changed, FieldProblem, UsedBy } from '@engagex/domain/shared';

/** A refusal as the API words it (problem+json, RFC 9457). */
export interface Problem {
  readonly status: number;
  /** Stable, such as `campaign.no-audience`; switch on this, never on the text. */
  readonly code: string;
  readonly title: string;
  /** What a person should do next. */
  readonly detail: string;
  readonly requestId: string | null;
  readonly errors: readonly FieldProblem[];
  /** What refers to what was to be deleted. */
  readonly usedBy: readonly UsedBy[];
  /** Of `conflict.changed`: who changed it since it was read, and what is stored now. */
  readonly changed: Changed | null;
  readonly current: unknown;
  /** When the same request may succeed, as the server says. */
  readonly retryAfterSeconds: number | null;
}

export class ApiError extends Error implements Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly errors: readonly FieldProblem[];
  readonly usedBy: readonly UsedBy[];
  readonly changed: Changed | null;
  readonly current: unknown;
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.requestId = problem.requestId;
    this.errors = problem.errors;
    this.usedBy = problem.usedBy;
    this.changed = problem.changed;
    this.current = problem.current;
    this.retryAfterSeconds = problem.retryAfterSeconds;
  }
}

/** Reads a problem+json body; what a proxy answered instead becomes a problem in our words. */
export function problemFrom(status: number, text: string, headers: Headers): Problem {
  const body = objectFrom(text);
  return {
    status,
    code: textOr(body['code'], `http.${status}`),
    title: textOr(body['title'], 'The request failed'),
    detail: textOr(body['detail'], textOr(body['title'], fallbackFor(status))),
    requestId: textOr(body['requestId'], headers.get('x-request-id') ?? '') || null,
    errors: fieldProblemsIn(body['errors']),
    usedBy: usedByIn(body['usedBy']),
    changed: changedIn(body['changed']),
    current: body['current'],
    retryAfterSeconds: Number(headers.get('retry-after')) || null, // a date counts as nothing: ours are seconds
  };
}

/** The server was not reached, so nothing is known to have happened. */
export function networkError(cause: unknown): ApiError {
  return new ApiError(
    {
      status: 0,
      code: 'network.unreachable',
      title: 'No connection',
      detail: 'The server could not be reached. Check your connection, then try again.',
      requestId: null,
      errors: [],
      usedBy: [],
      changed: null,
      current: undefined,
      retryAfterSeconds: null,
    },
    { cause },
  );
}

/** What to tell a person about anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.detail : 'Something unexpected went wrong. Try again.';
}

function fallbackFor(status: number): string {
  if (status === 401) return 'Your session has ended. Sign in again.';
  if (status === 403) return 'Your role does not allow this.';
  if (status === 404) return 'This does not exist or was deleted.';
  if (status === 429) return 'Too many requests. Wait a moment, then try again.';
  if (status >= 500) return 'The server could not answer. Try again in a moment.';
  return 'The request was rejected.';
}

function objectFrom(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {}; // a proxy's page instead of JSON: the status alone has to tell
  }
}

/** What is not shaped as our API promises is left out. */
function fieldProblemsIn(value: unknown): FieldProblem[] {
  return Array.isArray(value) ? value.filter(isFieldProblem) : [];
}

function isFieldProblem(value: unknown): value is FieldProblem {
  if (typeof value !== 'object' || value === null || !('path' in value) || !('message' in value)) return false;
  return Array.isArray(value.path) && typeof value.message === 'string';
}

function changedIn(value: unknown): Changed | null {
  if (typeof value !== 'object' || value === null || !('at' in value) || typeof value.at !== 'string') return null;
  const by = 'by' in value && typeof value.by === 'string' ? value.by : null;
  return { by, isYou: 'isYou' in value && value.isYou === true, at: value.at };
}

function usedByIn(value: unknown): UsedBy[] {
  return Array.isArray(value) ? value.filter(isUsedBy) : [];
}

function isUsedBy(value: unknown): value is UsedBy {
  if (typeof value !== 'object' || value === null) return false;
  const parts = ['kind', 'id', 'name'] as const;
  return parts.every(
    (part) => part in value && typeof Object.entries(value).find(([key]) => key === part)?.[1] === 'string',
  );
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}
