import type { IncomingHttpHeaders } from 'node:http';
import { DomainError } from '@engagex/domain/shared';
import { type Fetching, isOfConnection, lookupOutside, send, unreachable } from './fetch-outside.ts';

interface Sending extends Pick<Fetching, 'dns' | 'mayReach' | 'timeoutMs'> {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What is read of the answer. */
  readonly maxAnswerBytes: number;
}

export interface AnswerFromOutside {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Cut off beyond `maxAnswerBytes`. */
  readonly body: Buffer;
}

/**
 * Sends a request with a body to an address that somebody entered, never into this network. Redirects are not followed: a
 * signed request is meant for one address. Resolves to the answer whatever its status; throws `url.…` in words.
 */
export async function sendOutside(url: string, sending: Sending): Promise<AnswerFromOutside> {
  const { method, body, timeoutMs } = sending;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const target = new URL(url);
    const lookup = await lookupOutside(target, sending);
    const headers = { 'user-agent': 'EngageX', 'content-length': String(body.length), ...sending.headers };
    const answer = await send(target, { method, signal, lookup, headers, agent: false }, body);
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of answer as AsyncIterable<Buffer>) {
      parts.push(part);
      if ((bytes += part.length) >= sending.maxAnswerBytes) break;
    }
    const read = Buffer.concat(parts).subarray(0, sending.maxAnswerBytes);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: read };
  } catch (error) {
    if (signal.aborted) {
      const words = `The server did not answer within ${timeoutMs / 1_000} seconds.`;
      throw new DomainError('invalid', 'url.too-slow', words, { errors: [{ path: ['url'], message: words }] });
    }
    throw isOfConnection(error) ? unreachable(url, error) : error;
  }
}
