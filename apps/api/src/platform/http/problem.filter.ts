import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { DomainError, isDatabaseAway, statusOfKind } from '@engagex/domain/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { type Recent, unmatched } from '@engagex/telemetry';

/** When to try again what could not be done now. */
const retryAfterSeconds = 2;

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly unknown[];
  readonly usedBy?: readonly unknown[];
  readonly changed?: unknown;
  readonly current?: unknown;
}

/** Turns every refusal and surprise into problem details (RFC 9457) with the request id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly recent: Recent,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const problem = problemOf(error, isSafe(request.method));
    if (problem.status === 503) this.log.warn({ reason: reasonOf(error), requestId: request.id }, 'request put off');
    else if (problem.status >= 500) {
      this.recent.failed(`${request.method} ${request.routeOptions.url ?? unmatched}`, error, request.id);
      this.log.error({ err: error, requestId: request.id }, 'request failed');
    } else if (sqlStateOf(error))
      this.log.warn({ err: error, requestId: request.id }, 'the database refused a request');
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy(); // an answer under way cannot turn into another; the client sees it break
      return;
    }
    const after = retryAfterOf(error) ?? (problem.status === 503 ? retryAfterSeconds : null);
    if (after !== null) void reply.header('retry-after', after);
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
        ...(problem.usedBy?.length ? { usedBy: problem.usedBy } : {}),
        ...(problem.changed ? { changed: problem.changed, current: problem.current } : {}),
      });
  }
}

function retryAfterOf(error: unknown): number | null {
  return error instanceof DomainError ? error.retryAfterSeconds : null;
}

/** The words for people, and behind them what an operator has to change. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? ` ${error.cause.message}` : '';
  return `${String(error)}${cause}`;
}

/** Changes nothing (RFC 9110, 9.2.1). */
function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** A connection that is lost while a transaction commits does not say whether it did. */
function databaseAway(changesNothing: boolean): Problem {
  const advice = changesNothing
    ? 'Try again in a moment.'
    : 'Check whether your change was saved before you try again.';
  return { status: 503, code: 'database.unavailable', detail: `The database does not answer right now. ${advice}` };
}

function problemOf(error: unknown, changesNothing: boolean): Problem {
  if (error instanceof DomainError) {
    const { kind, code, message, errors, usedBy, changed, current } = error;
    return { status: statusOfKind[kind], code, detail: message, errors, usedBy, changed, current };
  }
  if (isDatabaseAway(error)) return databaseAway(changesNothing);
  const refusal = refusalOfDatabase(error);
  if (refusal) return refusal;
  if (isBrokenForm(error))
    return {
      status: 400,
      code: 'input.multipart',
      detail: 'The upload arrived damaged or incomplete. Upload it again.',
    };
  const status = statusOf(error);
  if (status === 404) return { status, code: 'path.not-found', detail: 'There is nothing at this URL.' };
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

/**
 * What PostgreSQL refuses although every check before let it pass: two requests at once that want the same name, or a
 * value beyond what a column holds. Neither is a fault of ours to the person who sent it.
 */
function refusalOfDatabase(error: unknown): Problem | null {
  const code = sqlStateOf(error);
  if (code === '23505')
    return {
      status: 409,
      code: 'conflict.exists',
      detail: 'This already exists. It may have just been created. Reload and try again.',
    };
  if (code === '23503')
    return {
      status: 409,
      code: 'conflict.gone',
      detail: 'Something this refers to was just deleted. Reload and try again.',
    };
  if (code?.startsWith('22') || code === '23514')
    return {
      status: 400,
      code: 'input.invalid',
      detail: 'A value is outside the allowed range. Check what you entered.',
    };
  return null;
}

/** What busboy, which reads multipart bodies, says of one that is malformed or ends too early; it has no codes. */
function isBrokenForm(error: unknown): boolean {
  const said =
    /^(unexpected end of (form|multipart data)|malformed part header|malformed content type|multipart: boundary not found|part terminated early|unsupported content type)/i;
  return error instanceof Error && said.test(error.message);
}

/** The five characters of SQL's state (PostgreSQL, appendix A), in the driver's error or in TypeORM's around it. */
function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' && /^\d[0-9A-Z]{4}$/.test(error.code) ? error.code : null;
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
