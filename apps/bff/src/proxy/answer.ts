import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import { answers } from '../limits.ts';
import { endToEnd } from './api-requests.ts';

/**
 * Streams an answer of the API to the client, a short one in one write; resolves when the API's connection is free again.
 * A slow reader leaves up to a bound in memory here before the API has to wait, and is cut off when it takes nothing for
 * too long.
 */
export function passBack(answer: IncomingMessage, response: Response): Promise<void> {
  response.status(answer.statusCode ?? 502);
  for (const [name, value] of Object.entries(endToEnd(answer.headers)))
    if (value !== undefined) response.setHeader(name, value);
  return new Promise((resolve) => {
    let stalled: NodeJS.Timeout | undefined;
    const cutOffWhenStalled = () => {
      stalled ??= setTimeout(() => response.destroy(), answers.stalledMs);
    };
    const moved = () => {
      clearTimeout(stalled);
      stalled = undefined;
      answer.resume();
    };
    const isShort = Number(answer.headers['content-length']) <= answers.atOnceBytes;
    const whole: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => {
      if (isShort) return void whole.push(chunk);
      if (response.write(chunk)) return;
      cutOffWhenStalled();
      if (response.writableLength > answers.bufferBytes) answer.pause();
    });
    answer.once('end', () => {
      if (Object.keys(answer.trailers).length > 0) response.addTrailers(trailersOf(answer));
      response.end(isShort ? Buffer.concat(whole) : undefined);
      if (!response.writableFinished) cutOffWhenStalled();
      resolve();
    });
    answer.once('error', () => response.destroy());
    answer.once('close', () => {
      if (!answer.complete) response.destroy(); // the client must see that it is not whole
      resolve();
    });
    response.on('drain', moved);
    response.once('close', () => {
      clearTimeout(stalled);
      answer.destroy();
      resolve();
    });
  });
}

function trailersOf({ trailers }: IncomingMessage): [string, string][] {
  return Object.entries(trailers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}
