import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ProcessMetrics } from '../../platform/metrics/process-metrics.ts';
import type { Purpose } from './purpose-of-address.ts';
import { inboundLimits as limits } from './inbound-limits.ts';
import { forgetMails, keepMails } from './inbound.queries.ts';

/** A mail for one of our addresses. */
export interface Arrival {
  readonly purpose: Purpose;
  readonly recipient: string;
  readonly deliveryId: string | null;
  readonly raw: Buffer;
}

/** Arrivals are stored together: a commit for each would be what limits us. */
const mostTogether = 100;
const forgottenAtOnce = 1_000;

interface Waiting {
  readonly arrival: Arrival;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Stores mail before it is acknowledged. */
@Injectable()
export class InboundMails {
  readonly #waiting: Waiting[] = [];
  #isStoring = false;
  #whenStored: () => void = () => {};

  constructor(
    private readonly source: DataSource,
    private readonly metrics: ProcessMetrics,
  ) {}

  /** Called after mail was stored. */
  onStored(listener: () => void): void {
    this.#whenStored = listener;
  }

  /** Resolves once it is stored for good, now or before; rejects when it is not. */
  keep(arrival: Arrival): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ arrival, resolve, reject });
      if (!this.#isStoring) void this.#storeAll();
    });
  }

  /** Resolves to how many were old enough. */
  async forget(): Promise<number> {
    for (let forgotten = 0; ;) {
      const { affected = 0 }: { affected?: number } = await this.source
        .createQueryRunner()
        .query(forgetMails, [limits.keptDays, forgottenAtOnce], true);
      forgotten += affected;
      if (affected < forgottenAtOnce) return forgotten;
    }
  }

  async #storeAll(): Promise<void> {
    this.#isStoring = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, mostTogether);
      try {
        await this.#store(batch.map(({ arrival }) => arrival));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isStoring = false;
  }

  async #store(arrivals: readonly Arrival[]): Promise<void> {
    const column = <T>(of: (arrival: Arrival) => T) => arrivals.map(of);
    const raws = column(({ raw }) => raw.subarray(0, limits.keptBytes));
    await this.source.query(keepMails, [
      arrivals.map(({ recipient }, n) => digestOf(recipient, raws[n]!)),
      column(({ purpose }) => purpose),
      column(({ recipient }) => recipient.replaceAll('\0', '').slice(0, 320)),
      column(({ deliveryId }) => deliveryId),
      raws,
    ]);
    for (const { purpose } of arrivals) this.metrics.inboundMail(purpose);
    this.#whenStored();
  }
}

function digestOf(recipient: string, raw: Buffer): Buffer {
  return createHash('sha256').update(recipient.toLowerCase()).update('\0').update(raw).digest();
}
