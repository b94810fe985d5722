import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@engagex/domain/shared';
import { S3mini } from 's3mini';
import { Files, NoSuchFile } from '../ports/files.ts';

export interface S3Settings {
  /** Of the service, without the bucket: `https://s3.eu-central-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The least that a part may have, except for the last one (Amazon S3, multipart upload limits), and what waits in memory. */
const partBytes = 8 * 1024 * 1024;
/** Until the headers of an answer are there; what follows them comes as quickly as it is read. */
const answerMs = 30_000;
/** A request that the service answers with 5xx is repeated, after a while that doubles. */
const attempts = 4;
const againMs = 50;
/** How many keys one request lists and deletes. */
const keysAtOnce = 1_000;

/** Files in a bucket of any service that speaks S3, addressed by path. */
export class S3Files extends Files {
  readonly #settings: S3Settings;
  readonly #bucket: S3mini;

  /** Requests go out by `send`, where others than the operator name the service. */
  constructor(settings: S3Settings, send: typeof fetch = fetch) {
    super();
    const { endpoint, bucket, region, accessKeyId, secretAccessKey } = settings;
    this.#settings = settings;
    this.#bucket = new S3mini({
      endpoint: `${endpoint.replace(/\/+$/, '')}/${bucket}`,
      region,
      accessKeyId,
      secretAccessKey,
      minPartSize: partBytes,
      fetch: inTime(send),
    });
  }

  async check(): Promise<void> {
    await this.#listed('check/', 1);
  }

  /** A small file in one request; of a larger one nothing is there before its last part is. */
  async write(key: string, content: Readable): Promise<number> {
    const parts = partsOf(content);
    const first = await parts.next();
    const second = first.done ? first : await parts.next();
    if (!second.done) return this.#writeInParts(key, [first.value ?? Buffer.alloc(0), second.value], parts);
    const whole = first.value ?? Buffer.alloc(0);
    await this.#telling(() => this.#bucket.putObject(key, whole));
    return whole.length;
  }

  async read(key: string): Promise<Readable> {
    const answer = await this.#telling(() => this.#bucket.getObjectResponse(key));
    if (answer?.body) return Readable.fromWeb(answer.body);
    await this.check(); // a bucket that does not exist has no files either
    throw new NoSuchFile(key);
  }

  async *list(folder: string): AsyncGenerator<string> {
    const prefix = folder === '' ? '' : `${folder}/`;
    let after: string | undefined;
    do {
      const page = await this.#telling(() => this.#bucket.listObjectsPaged('/', prefix, keysAtOnce, after));
      if (!page) throw this.#unavailable(new Error(reasons['NoSuchBucket']));
      for (const { Key } of page.objects ?? []) yield Key;
      after = page.nextContinuationToken;
    } while (after);
  }

  async remove(key: string): Promise<void> {
    await this.#telling(() => this.#bucket.deleteObject(key));
  }

  async removeAll(folder: string): Promise<void> {
    await this.remove(folder);
    for (;;) {
      const keys = await this.#listed(`${folder}/`, keysAtOnce);
      if (keys.length === 0) return;
      const gone = await this.#telling(() => this.#bucket.deleteObjects(keys));
      if (!gone.some(Boolean)) throw this.#unavailable(new Error('It deletes none of the files that it lists.'));
    }
  }

  async #listed(prefix: string, most: number): Promise<string[]> {
    const page = await this.#telling(() => this.#bucket.listObjectsPaged('/', prefix, most));
    if (!page) throw this.#unavailable(new Error(reasons['NoSuchBucket']));
    return (page.objects ?? []).map(({ Key }) => Key);
  }

  async #writeInParts(key: string, begun: readonly Buffer[], rest: AsyncGenerator<Buffer>): Promise<number> {
    const upload = await this.#telling(() => this.#bucket.getMultipartUploadId(key));
    try {
      let bytes = 0;
      const parts: { partNumber: number; etag: string }[] = [];
      for await (const part of joined(begun, rest)) {
        const partNumber = parts.length + 1;
        parts.push(await this.#telling(() => this.#bucket.uploadPart(key, upload, part, partNumber)));
        bytes += part.length;
      }
      await this.#telling(() => this.#bucket.completeMultipartUpload(key, upload, parts));
      return bytes;
    } catch (error) {
      await this.#bucket.abortMultipartUpload(key, upload).catch(() => {}); // the first error says more
      throw error;
    }
  }

  /** Asks again when the service failed itself, as it is meant to be; all that is asked can be done twice. */
  async #telling<T>(ask: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask();
      } catch (error) {
        if (attempt === attempts || !isOfService(error)) throw this.#unavailable(error);
        await delay(againMs * 2 ** attempt * (0.5 + Math.random()));
      }
    }
  }

  /** In words that mean something to those who use the product; the cause says what the operator has to change. */
  #unavailable(error: unknown): DomainError {
    const { endpoint, bucket } = this.#settings;
    const cause = new Error(`The bucket “${bucket}” at ${endpoint} cannot be used. ${reasonOf(error)}`, {
      cause: error,
    });
    return new DomainError(
      'unavailable',
      'files.unavailable',
      'Files cannot be stored or read right now. Try again soon.',
      {
        cause,
      },
    );
  }
}

/** By the codes of Amazon S3, which others answer as well. */
const reasons: Readonly<Record<string, string>> = {
  NoSuchBucket: 'It does not exist: create it, or correct S3_BUCKET.',
  InvalidAccessKeyId: 'The service does not know S3_ACCESS_KEY_ID.',
  SignatureDoesNotMatch: 'The signature is refused: check S3_SECRET_ACCESS_KEY and S3_REGION.',
  AuthorizationHeaderMalformed: 'The signature is for another region: check S3_REGION.',
  AccessDenied: 'Access is denied: the key needs to read, write, list and delete in this bucket.',
  RequestTimeTooSkewed: 'The clock of this machine differs too much from that of the service.',
};

function isOfService(error: unknown): boolean {
  return error instanceof Error && 'status' in error && Number(error.status) >= 500;
}

function reasonOf(error: unknown): string {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : null;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = reasons[code];
  if (known) return known;
  if (status !== null) return `The service answered ${status}${code && code !== 'Unknown' ? ` ${code}` : ''}.`;
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return error instanceof Error ? `${error.message}${cause}` : String(error);
}

/** Gives up on a service that does not answer, and not on a long file. */
function inTime(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`No answer within ${answerMs / 1_000} seconds.`)), answerMs);
    try {
      return await send(input, { ...init, signal: late.signal });
    } finally {
      clearTimeout(timer);
    }
  };
}

async function* joined(begun: readonly Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield* begun;
  yield* rest;
}

/** The stream in pieces of one size, the last one smaller. */
async function* partsOf(content: Readable): AsyncGenerator<Buffer, undefined> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer | string>) {
    const piece = Buffer.from(chunk);
    waiting.push(piece);
    bytes += piece.length;
    while (bytes >= partBytes) {
      const all = Buffer.concat(waiting);
      yield all.subarray(0, partBytes);
      waiting = [all.subarray(partBytes)];
      bytes -= partBytes;
    }
  }
  if (bytes > 0) yield Buffer.concat(waiting);
  return undefined;
}
