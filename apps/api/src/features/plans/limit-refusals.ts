import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { LOGGER } from '../../platform/tokens.ts';
import { addRefusals } from './plans.queries.ts';

const writtenEveryMs = 5_000;

/** What is refused from outside because a plan has none left. */
export type Refusable = 'contacts' | 'events';

/** Counts refusals and writes them now and then: what is refused must not cost more than what is taken. */
@Injectable()
export class LimitRefusals implements BeforeApplicationShutdown {
  /** By organization and what. */
  #counted = new Map<string, Map<Refusable, number>>();
  #timer: NodeJS.Timeout | null = null;

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
  ) {}

  note(organizationId: string, of: Refusable, count = 1): void {
    const own = this.#counted.get(organizationId) ?? new Map<Refusable, number>();
    this.#counted.set(organizationId, own.set(of, (own.get(of) ?? 0) + count));
    this.#timer ??= setTimeout(() => void this.write(), writtenEveryMs).unref();
  }

  /** Writes what was counted since the last time; never rejects. What a killed process had not written is not counted. */
  async write(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const counted = this.#counted;
    this.#counted = new Map();
    for (const [organizationId, own] of counted) {
      const given = [[...own.keys()], [...own.values()]];
      const write = () => this.db.transaction(() => this.db.rows(addRefusals, given));
      try {
        await runInScope({ organizationId, actor: { kind: 'system', name: 'limits' } }, write);
      } catch (err) {
        this.log.warn({ err, organizationId }, 'refusals beyond a plan were not counted');
      }
    }
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.write();
  }
}
