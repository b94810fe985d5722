import type { Readable } from 'node:stream';

/** A bucket of an organization's own, at any service that speaks S3. */
export interface Bucket {
  /** Of the service, without the bucket. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Sends one request of the service; the caller decides what may be reached. */
export type SendToBucket = (
  url: string,
  request: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer },
) => Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}>;

/** Buckets whose addresses and keys members enter. */
export abstract class Buckets {
  /** Stores a stream whole or not at all; throws `BucketRefusal` in words for the member. */
  abstract write(bucket: Bucket, key: string, content: Readable, send: SendToBucket): Promise<void>;
}

export class BucketRefusal extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'BucketRefusal';
  }
}
