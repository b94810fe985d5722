import type { Response } from 'express';
import { live } from '../limits.ts';

/** What a browser is told: reload this noun, or this one thing. */
export interface Told {
  readonly noun: string;
  readonly id: string | null;
}

/**
 * Server-sent events to one open page. While its reader is slow, changes wait here, each thing once; a reader that
 * takes nothing for too long, or misses too much, is cut off and asks for everything when it returns.
 */
export class LiveStream {
  readonly #response: Response;
  readonly #waiting = new Map<string, Told>();
  readonly #heartbeat: NodeJS.Timeout;
  #stalled: NodeJS.Timeout | undefined;

  constructor(response: Response, onClose: () => void) {
    this.#response = response;
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    this.#heartbeat = setInterval(() => this.#write(': still here\n\n'), live.heartbeatMs);
    response.on('drain', () => this.#drained());
    response.once('close', () => {
      clearInterval(this.#heartbeat);
      clearTimeout(this.#stalled);
      onClose();
    });
    this.#write(`retry: ${1_000 + Math.floor(Math.random() * 4_000)}\n\n`); // or all would return in the same moment
  }

  tell(told: Told): void {
    if (this.#stalled === undefined) return this.#write(eventOf(told));
    this.#waiting.set(`${told.noun} ${told.id ?? ''}`, told);
    if (this.#waiting.size > live.waitingChanges) this.#response.destroy();
  }

  end(): void {
    this.#response.end();
    // One whose reader is away would otherwise stay open until everything is read.
    this.#stalled ??= setTimeout(() => this.#response.destroy(), live.stalledMs);
  }

  #write(text: string): void {
    if (this.#response.writableEnded || this.#response.write(text)) return;
    this.#stalled ??= setTimeout(() => this.#response.destroy(), live.stalledMs);
  }

  #drained(): void {
    clearTimeout(this.#stalled);
    this.#stalled = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    if (waiting.length > 0) this.#write(waiting.map(eventOf).join(''));
  }
}

function eventOf(told: Told): string {
  return `event: change\ndata: ${JSON.stringify({ noun: told.noun, id: told.id })}\n\n`;
}
