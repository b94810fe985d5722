import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { DomainError, isDatabaseAway, statusOfKind } from '@engagex/domain/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** When to try again what could not be done now. */
const retryAfterSeconds = 2;

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly unknown[];
}

/** Turns every refusal and surprise into problem details (RFC 9457) with the request id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const problem = problemOf(error, isSafe(request.method));
    if (problem.status === 503) this.log.warn({ reason: String(error), requestId: request.id }, 'request put off');
    else if (problem.status >= 500) this.log.error({ err: error, requestId: request.id }, 'request failed');
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy(); // an answer under way cannot turn into another; the client sees it break
      return;
    }
    if (problem.status === 503) void reply.header('retry-after', retryAfterSeconds);
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json')
      .send({
        type: 'about:blank',
        title: titleOf(problem.status),
        status: problem.status,
        code: problem.code,
        detail: problem.detail,
        requestId: request.id,
        ...(problem.errors?.length ? { errors: problem.errors } : {}),
      });
  }
}

/** Changes nothing (RFC 9110, 9.2.1). */
function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** A connection that is lost while a transaction commits does not say whether it did. */
function databaseAway(changesNothing: boolean): Problem {
  const advice = changesNothing ? 'Try again in a moment.' : 'Check whether your change is there before you try again.';
  return { status: 503, code: 'database.unavailable', detail: `The database does not answer right now. ${advice}` };
}

function problemOf(error: unknown, changesNothing: boolean): Problem {
  if (error instanceof DomainError) {
    return { status: statusOfKind[error.kind], code: error.code, detail: error.message, errors: error.errors };
  }
  if (isDatabaseAway(error)) return databaseAway(changesNothing);
  const status = statusOf(error);
  if (status === 404) return { status, code: 'path.not-found', detail: 'There is nothing at this address.' };
  if (status === 413) return { status, code: 'input.too-large', detail: 'This is larger than the server accepts.' };
  if (status === 415) return { status, code: 'input.media-type', detail: 'Send JSON (content type application/json).' };
  if (status < 500)
    return {
      status,
      code: 'input.invalid',
      detail: error instanceof Error ? error.message : 'The request is not valid.',
    };
  return {
    status: 500,
    code: 'server.error',
    detail: 'Something went wrong on our side. Try again, and quote the request id if it happens again.',
  };
}

/** Nest and Fastify both say the status of what they refuse; anything else is a surprise. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = error && typeof error === 'object' && 'statusCode' in error ? error.statusCode : 500;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

const titles: Readonly<Record<number, string>> = {
  400: 'Invalid input',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  500: 'Server error',
  503: 'Unavailable',
};

function titleOf(status: number): string {
  return titles[status] ?? 'Error';
}
