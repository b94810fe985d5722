import { text } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../../config.ts';
import { fetchOutside, isOutside } from '../../../platform/outgoing/fetch-outside.ts';
import { CONFIG } from '../../../platform/tokens.ts';
import { Dns } from '../../../ports/dns.ts';

const dayMs = 24 * 3_600_000;
const most = 100;

interface Kept {
  readonly certificate: string;
  readonly until: number;
}

/** What Amazon SNS has to be asked: its certificates, kept for a day, and to begin with a subscription. */
@Injectable()
export class SnsRequests {
  readonly #kept = new Map<string, Kept>();

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'PRIVATE_NETWORKS'>,
    private readonly dns: Dns,
  ) {}

  /** @param url that `isCertificateUrl` holds for. */
  async certificateAt(url: string, now: Date): Promise<string> {
    const kept = this.#kept.get(url);
    if (kept && kept.until > now.getTime()) return kept.certificate;
    const certificate = await this.#get(url);
    this.keep(url, certificate, now);
    return certificate;
  }

  keep(url: string, certificate: string, now: Date): void {
    if (this.#kept.size >= most) this.#kept.clear();
    this.#kept.set(url, { certificate, until: now.getTime() + dayMs });
  }

  /** @param url that `isConfirmationUrl` holds for. */
  async confirm(url: string): Promise<void> {
    await this.#get(url);
  }

  #get(url: string): Promise<string> {
    const mayReach = this.config.PRIVATE_NETWORKS ? () => true : isOutside;
    // Amazon answers at the very address; whatever leads elsewhere is not followed.
    const fetching = { dns: this.dns, mayReach, maxBytes: 64 * 1024, timeoutMs: 10_000, redirects: 0, accept: '*/*' };
    return fetchOutside(url, fetching, (body) => text(body));
  }
}
