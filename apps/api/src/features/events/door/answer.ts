import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError, isDatabaseAway, statusOfKind } from '@engagex/domain/shared';
import { Refusal } from './refusal.ts';

/** Pages of any site send events; no cookie counts here, so every origin may read the answers. */
const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'retry-after, x-request-id',
  'cache-control': 'no-store',
} as const;

const preflight = {
  ...cors,
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers':
    'authorization, content-encoding, content-type, x-retry-count, x-write-key, x-enable-debug, x-ip-policy',
  'access-control-max-age': '86400',
} as const;

export function answerPreflight(response: ServerResponse): void {
  response.writeHead(204, preflight).end();
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...cors,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Problem details (RFC 9457). Resolves to the error when it is one of ours to look into. */
export function answerProblem(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  requestId: string,
): unknown {
  const { status, code, message: detail, errors, retryAfterSeconds } = refusalOf(error);
  if (response.headersSent) {
    response.destroy();
    return error;
  }
  const text = JSON.stringify({
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    code,
    detail,
    requestId,
    ...(errors.length > 0 ? { errors } : {}),
  });
  response.writeHead(status, {
    ...cors,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(text),
    ...(retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }),
    // The rest of a body that is not wanted would be taken for the next request.
    ...(request.complete ? {} : { connection: 'close' as const }),
  });
  response.end(text);
  return status === 500 ? error : null;
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof DomainError) return new Refusal(statusOfKind[error.kind], error.code, error.message);
  if (isDatabaseAway(error))
    return new Refusal(503, 'database.unavailable', 'The database does not answer right now. Send the events again.');
  return new Refusal(500, 'server.error', 'Something went wrong on our side. Send the events again.');
}

const titles: Readonly<Record<number, string>> = {
  400: 'Invalid input',
  401: 'Unknown key',
  402: 'Beyond the plan',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Too slow',
  413: 'Too large',
  429: 'Too many requests',
  500: 'Server error',
  503: 'Unavailable',
};
