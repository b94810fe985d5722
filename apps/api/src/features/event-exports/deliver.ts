import { Inject, Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { EventExportFile } from '@engagex/domain/event-exports';
import { DomainError } from '@engagex/domain/shared';
import type { Config } from '../../config.ts';
import { isOutside } from '../../platform/outgoing/fetch-outside.ts';
import { sendOutside } from '../../platform/outgoing/send-outside.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { BucketRefusal, Buckets, type SendToBucket } from '../../ports/buckets.ts';
import { Clock } from '../../ports/clock.ts';
import { Dns } from '../../ports/dns.ts';
import type { ReadyDestination } from './settings/destination-secrets.ts';
import { WriteFiles } from './write-files.ts';

type Webhook = Extract<ReadyDestination, { kind: 'webhook' }>;
type S3 = Extract<ReadyDestination, { kind: 's3' }>;

const timeoutMs = 30_000;
const maxAnswerBytes = 64 * 1024;

/** Delivers files to what the organization named. Throws `url.…` and `event-export.refused` in words for its members. */
@Injectable()
export class Deliver {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly buckets: Buckets,
    private readonly clock: Clock,
    private readonly dns: Dns,
    private readonly files: WriteFiles,
  ) {}

  /**
   * Resolves to where it was delivered, null for nowhere. After a crash it is done again: objects have the same names, and the
   * request to a webhook the same id.
   */
  async deliver(destination: ReadyDestination, id: string, files: readonly EventExportFile[]): Promise<string | null> {
    if (destination.kind === 'none') return null;
    if (destination.kind === 'webhook') {
      const summary = files.find(({ kind }) => kind === 'summary');
      if (summary) await this.#request(destination, id, await buffer(await this.files.read(summary)));
      return destination.url;
    }
    const summaryLast = files.toSorted((one) => (one.kind === 'summary' ? 1 : -1)); // it says that the day is complete
    for (const file of summaryLast) await this.#store(destination, file.name, await this.files.read(file));
    return placeOf(destination);
  }

  async test(destination: ReadyDestination, id: string): Promise<void> {
    if (destination.kind === 'webhook')
      await this.#request(destination, id, Buffer.from(JSON.stringify({ version: 1, id, test: true })));
    if (destination.kind === 's3')
      await this.#store(destination, 'engagex-test.txt', Readable.from(['EngageX can write to this bucket.\n']));
  }

  /** Signed as Standard Webhooks says (standardwebhooks.com, version 1). */
  async #request({ url, signingSecret }: Webhook, id: string, body: Buffer): Promise<void> {
    const seconds = String(Math.floor(this.clock.now().getTime() / 1_000));
    const key = Buffer.from(signingSecret.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64');
    const { status } = await this.#send(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': id,
        'webhook-id': id,
        'webhook-timestamp': seconds,
        'webhook-signature': `v1,${signature}`,
      },
      body,
    });
    if (status < 200 || status > 299)
      throw refused(`${new URL(url).host} answered with status ${status}. It should answer with 200.`);
  }

  async #store(destination: S3, name: string, content: Readable): Promise<void> {
    const { folder } = destination;
    const key = folder ? `${folder}/${name}` : name;
    try {
      await this.buckets.write(destination, key, content, this.#send);
    } catch (error) {
      throw error instanceof BucketRefusal ? refused(error.message, error) : error;
    }
  }

  readonly #send: SendToBucket = (url, request) => {
    const mayReach = this.config.PRIVATE_NETWORKS ? () => true : isOutside;
    return sendOutside(url, { ...request, dns: this.dns, mayReach, timeoutMs, maxAnswerBytes });
  };
}

function placeOf({ endpoint, bucket, folder }: S3): string {
  return [endpoint.replace(/\/+$/, ''), bucket, folder].filter(Boolean).join('/');
}

function refused(words: string, cause?: unknown): DomainError {
  return new DomainError('invalid', 'event-export.refused', words, { cause });
}
