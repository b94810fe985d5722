import { open, unlink, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Gate, type Leave } from '@engagex/domain/shared';
import { type BodyLimits, receiving } from '../limits.ts';

/** A whole body that was received, to be sent as often as needed. */
export interface ReceivedBody {
  readonly bytes: number;
  stream(): Readable;
  /** Frees the memory or the file. */
  discard(): Promise<void>;
}

/** A body that is not received to its end: the rest of it is still on its way. */
export class BodyRefused extends Error {
  readonly status: 400 | 401 | 408 | 413;
  readonly code: string;

  constructor(status: 400 | 401 | 408 | 413, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Receives bodies before anything else is asked for, so that a slow client costs this process a little memory and the
 * API nothing. Small ones wait in memory, larger ones in a temporary file without a name.
 */
export class Bodies {
  readonly #slow = new Gate('bodies', withoutWaiting(receiving.atOnce, receiving.atOncePerCaller));
  readonly #large = new Gate('large bodies', withoutWaiting(receiving.largeAtOnce, receiving.largeAtOncePerCaller));

  /** Null without a body. Throws `BodyRefused`, or `limit` and `unavailable` when too many are on their way. */
  async receive(request: IncomingMessage, caller: string, limits: BodyLimits): Promise<ReceivedBody | null> {
    const declared = Number(request.headers['content-length'] ?? Number.NaN);
    if (declared === 0 || (Number.isNaN(declared) && request.headers['transfer-encoding'] === undefined)) return null;
    if (declared > limits.bytes) throw tooLarge();
    return this.#read(request, caller, limits);
  }

  async #read(request: IncomingMessage, caller: string, limits: BodyLimits): Promise<ReceivedBody> {
    const spool = new Spool();
    // What is small and here at once needs no place: however many slow ones an address has, its others get through.
    const place = new Place(this.#slow, caller);
    const largePlace = new Place(this.#large, caller);
    let bytes = 0;
    const discard = async () => {
      await spool.discard();
      largePlace.leave();
    };
    try {
      await eachChunk(
        request,
        limits,
        () => place.take(),
        async (chunk) => {
          bytes += chunk.length;
          if (bytes > limits.bytes) throw tooLarge();
          if (bytes > receiving.freeBytes) await place.take();
          if (bytes > receiving.memoryBytes) await largePlace.take();
          await spool.add(chunk);
        },
      );
      return { bytes, stream: () => spool.stream(), discard };
    } catch (error) {
      await discard();
      throw error;
    } finally {
      place.leave();
    }
  }
}

/** A place that is taken once, when it turns out to be needed. */
class Place {
  readonly #gate: Gate;
  readonly #caller: string;
  #taken: Promise<Leave> | null = null;

  constructor(gate: Gate, caller: string) {
    this.#gate = gate;
    this.#caller = caller;
  }

  async take(): Promise<void> {
    this.#taken ??= this.#gate.enter(this.#caller);
    await this.#taken;
  }

  leave(): void {
    void this.#taken?.then(
      (leave) => leave(),
      () => {}, // refused, and told
    );
  }
}

/** Hands over one chunk after the other, and says each second that it is not over. Does not destroy the request when it gives up: an answer can still be sent. */
function eachChunk(
  request: IncomingMessage,
  { idleMs, graceMs, minBytesPerSecond }: BodyLimits,
  takesTime: () => Promise<void>,
  take: (chunk: Buffer) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  let receivedAt = startedAt;
  let bytes = 0;
  let taking = Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearInterval(watch);
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
    };
    const fail = (error: unknown) => {
      stop();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      receivedAt = performance.now();
      request.pause();
      taking = taking.then(() => take(chunk)).then(() => void request.resume());
      taking.catch(fail);
    };
    const onEnd = () => {
      stop();
      taking.then(resolve, fail);
    };
    const onClose = () => fail(cutOff());
    const watch = setInterval(() => {
      const now = performance.now();
      const lastsMs = now - startedAt;
      const isSlow = lastsMs > graceMs && bytes < (lastsMs / 1000) * minBytesPerSecond;
      if (isSlow || now - receivedAt > idleMs) fail(tooSlow());
      else takesTime().catch(fail);
    }, 1_000);
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}

/** Keeps chunks in memory up to a bound, then in a file that has no name any more. */
class Spool {
  #chunks: Buffer[] = [];
  #bytes = 0;
  #file: FileHandle | null = null;

  async add(chunk: Buffer): Promise<void> {
    this.#bytes += chunk.length;
    this.#chunks.push(chunk);
    if (this.#bytes <= receiving.memoryBytes) return;
    this.#file ??= await openUnnamed();
    for (const each of this.#chunks.splice(0)) await this.#file.write(each);
  }

  stream(): Readable {
    if (!this.#file) return Readable.from(this.#chunks, { objectMode: false });
    return this.#file.createReadStream({ start: 0, autoClose: false });
  }

  async discard(): Promise<void> {
    this.#chunks = [];
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }
}

async function openUnnamed(): Promise<FileHandle> {
  const path = join(tmpdir(), `engagex-body-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

/** Whoever does not get in at once is refused. */
export function withoutWaiting(places: number, placesPerCaller: number) {
  return { places, placesPerCaller, waiting: 0, waitingPerCaller: 0, patienceMs: 0 };
}

const tooLarge = () => new BodyRefused(413, 'input.too-large', 'This is larger than the server accepts.');
const tooSlow = () => new BodyRefused(408, 'input.too-slow', 'The request arrived too slowly and was abandoned.');
const cutOff = () => new BodyRefused(400, 'input.cut-off', 'The request ended before it was complete.');
