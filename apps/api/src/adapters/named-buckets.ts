import type { Readable } from 'node:stream';
import { DomainError } from '@engagex/domain/shared';
import { type Bucket, BucketRefusal, Buckets, type SendToBucket } from '../ports/buckets.ts';
import { S3Files } from './s3-files.ts';

/** Buckets that organizations name, each reached by requests that the caller sends. */
export class NamedBuckets extends Buckets {
  async write(bucket: Bucket, key: string, content: Readable, send: SendToBucket): Promise<void> {
    try {
      await new S3Files(bucket, asFetch(send)).write(key, content);
    } catch (error) {
      const said = saidBy(error);
      if (!said) throw error;
      throw new BucketRefusal(wordsFor(bucket, said), error);
    }
  }
}

/** What the client of the service needs of `fetch`. */
function asFetch(send: SendToBucket): typeof fetch {
  return async (input, init) => {
    const sent = new Request(input, init);
    const body = Buffer.from(await sent.arrayBuffer());
    const {
      status,
      headers,
      body: answer,
    } = await send(sent.url, {
      method: sent.method,
      headers: Object.fromEntries(sent.headers),
      body,
    });
    const hasBody = status !== 204 && status !== 304 && sent.method !== 'HEAD';
    const shown = new Headers();
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) shown.set(name, String(value));
    return new Response(hasBody ? answer : null, { status, headers: shown });
  };
}

interface Said {
  readonly code: string;
  readonly status: number | null;
  readonly words: string;
}

/** What the service, or the network before it, said; null when the content failed. */
function saidBy(error: unknown): Said | null {
  if (!(error instanceof DomainError)) return null;
  if (error.code !== 'files.unavailable') return { code: error.code, status: null, words: error.message };
  let cause: unknown = error.cause;
  let said: Said = { code: '', status: null, words: '' };
  for (let depth = 0; cause instanceof Error && depth < 5; depth += 1) {
    if (cause instanceof DomainError) return { code: cause.code, status: null, words: cause.message };
    const status = 'status' in cause ? Number(cause.status) : said.status;
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : said.code;
    said = { code, status, words: cause.message };
    cause = cause.cause;
  }
  return said;
}

/** By the codes of Amazon S3, which others answer as well. */
const reasons: Readonly<Record<string, string>> = {
  NoSuchBucket: 'does not exist. Create it, or correct its name.',
  InvalidAccessKeyId: 'refused the access key ID. Check it.',
  SignatureDoesNotMatch: 'refused the signature. Check the secret access key and the region.',
  AuthorizationHeaderMalformed: 'is in another region. Check the region.',
  AccessDenied: 'denied access. Allow this key to put objects into it.',
  RequestTimeTooSkewed: 'refused the time of the request. Tell whoever runs EngageX to check the clock of the server.',
};

function wordsFor({ bucket }: Bucket, { code, status, words }: Said): string {
  if (code.startsWith('url.')) return words;
  const known = reasons[code];
  if (known) return `The bucket ${bucket} ${known}`;
  if (status === null)
    return `The service of the bucket ${bucket} did not answer. Check its address, or try again later.`;
  return `The service of the bucket ${bucket} answered with status ${status}${code && code !== 'Unknown' ? ` (${code})` : ''}.`;
}
