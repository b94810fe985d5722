import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { eventLimits } from '@engagex/domain/events';
import { Refusal } from './refusal.ts';

const { bodyBytes } = eventLimits;
const bodyMs = 30_000;
/** Bodies that are being received, over all requests of this process. */
const receivedBytes = 128 * 1024 * 1024;
let receiving = 0;

/** The body, unpacked. What it is packed with is seen by its first bytes: some clients call gzip by another name, or not at all. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const packed = await receive(request);
  const unpack = unpackingOf(packed, request.headers['content-encoding']);
  if (!unpack) return packed;
  try {
    return await unpack(packed, { maxOutputLength: bodyBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw new Refusal(400, 'events.damaged', 'The body is compressed and cannot be read. Send it again.');
  }
}

type Unpack = (packed: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

function unpackingOf(packed: Buffer, named: string | undefined): Unpack | null {
  if (packed[0] === 0x1f && packed[1] === 0x8b) return promisify(gunzip);
  if (named === 'deflate') return promisify(inflate);
  if (named === 'br') return promisify(brotliDecompress);
  return null;
}

function receive(request: IncomingMessage): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > bodyBytes) throw tooLarge();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let isOver = false;
    const end = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      request.removeAllListeners('data');
      receiving -= bytes;
      settle();
    };
    const timer = setTimeout(
      () => end(() => reject(new Refusal(408, 'events.slow', 'The body did not arrive in time. Send it again.'))),
      bodyMs,
    );
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      receiving += chunk.length;
      if (bytes > bodyBytes) return end(() => reject(tooLarge()));
      if (receiving > receivedBytes)
        return end(() =>
          reject(new Refusal(429, 'events.busy', 'The server is receiving too much at once. Try again in a moment.')),
        );
      chunks.push(chunk);
    });
    request.once('end', () =>
      end(() => resolve(chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks))),
    );
    request.once('error', () => end(() => reject(gone())));
    request.once('close', () => request.complete || end(() => reject(gone())));
  });
}

function tooLarge(): Refusal {
  return new Refusal(
    413,
    'events.too-large',
    `A request has at most ${bodyBytes / 1024 ** 2} MB. Send fewer events at once.`,
  );
}

function gone(): Refusal {
  return new Refusal(400, 'events.cut-off', 'The body ended too early.');
}
