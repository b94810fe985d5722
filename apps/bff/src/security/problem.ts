import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Recent } from '@engagex/telemetry';
import { DomainError, type FieldProblem, isDatabaseAway, statusOfKind } from '@engagex/domain/shared';
import { routeOf } from '../metrics/request-metrics.ts';
import { isRead, sendRefusal } from './recipient-refusals.ts';

/** When to try again what could not be done now, where nothing better is known. */
const retryAfterSeconds = 2;

/** Answers with problem details (RFC 9457), in the same shape as the API; a recipient who reads it gets a page. */
export function sendProblem(
  response: Response,
  problem: { status: number; code: string; detail: string; errors?: readonly FieldProblem[] },
): void {
  const { status, code, detail, errors } = problem;
  if ((status === 503 || status === 429) && !response.hasHeader('retry-after'))
    response.setHeader('retry-after', String(retryAfterSeconds));
  if (isRead(response.req)) return sendRefusal(response, status);
  response
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: detail,
        status,
        code,
        detail,
        requestId: response.locals['requestId'],
        ...(errors?.length ? { errors } : {}),
      }),
    );
}

/** The last handler: expected refusals as they are, surprises logged and told without detail. */
export function problemHandler(log: Logger, recent: Recent): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof DomainError) {
      if (error.retryAfterSeconds !== null) response.setHeader('retry-after', String(error.retryAfterSeconds));
      sendProblem(response, {
        status: statusOfKind[error.kind],
        code: error.code,
        detail: error.message,
        errors: error.errors,
      });
      return;
    }
    if (isDatabaseAway(error)) {
      log.warn({ err: error, requestId: response.locals['requestId'] }, 'the database did not answer');
      sendProblem(response, {
        status: 503,
        code: 'database.unavailable',
        detail: 'The database does not answer right now. Try again in a moment.',
      });
      return;
    }
    const status = statusOf(error);
    if (status === 413)
      sendProblem(response, { status, code: 'input.too-large', detail: 'This is larger than the server accepts.' });
    else if (status < 500) sendProblem(response, { status, code: 'input.invalid', detail: 'This is not valid JSON.' });
    else {
      recent.failed(`${request.method} ${routeOf(request, 500)}`, error, String(response.locals['requestId']));
      log.error({ err: error, requestId: response.locals['requestId'] }, 'request failed');
      sendProblem(response, {
        status: 500,
        code: 'server.error',
        detail: 'Something went wrong on our side. Try again, and quote the request id if it happens again.',
      });
    }
  };
}

/** body-parser says the status of what it refuses. */
function statusOf(error: unknown): number {
  const status = error && typeof error === 'object' && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
