import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { currentUserId, runInScope, TenantDb } from '@engagex/tenancy';
import { LOGGER } from '../../../platform/tokens.ts';

const writtenEveryMs = 5_000;

/** Names of events that an organization does not want, and how many of them were refused. */
@Injectable()
export class BlockedEvents implements BeforeApplicationShutdown {
  /** By organization and name. Counted here and written now and then: what is refused must not cost more than what is stored. */
  #refused = new Map<string, Map<string, number>>();
  #timer: NodeJS.Timeout | null = null;

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
  ) {}

  /** In the open transaction. Doors notice when they ask for the settings of a key the next time. */
  async block(name: string): Promise<void> {
    await this.db.rows(blockName, [name, currentUserId()]);
  }

  async unblock(name: string): Promise<void> {
    await this.db.rows(unblockName, [name]);
  }

  noteRefused(organizationId: string, name: string): void {
    const own = this.#refused.get(organizationId) ?? new Map<string, number>();
    this.#refused.set(organizationId, own);
    own.set(name, (own.get(name) ?? 0) + 1);
    this.#timer ??= setTimeout(() => void this.write(), writtenEveryMs).unref();
  }

  /** Writes what was counted since the last time; never rejects. What a killed process had not written is not counted. */
  async write(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const counted = this.#refused;
    this.#refused = new Map();
    for (const [organizationId, names] of counted) {
      const given = [[...names.keys()], [...names.values()]];
      const write = () => this.db.transaction(() => this.db.rows(addRefused, given));
      try {
        await runInScope({ organizationId, actor: { kind: 'system', name: 'events' } }, write);
      } catch (err) {
        this.log.warn({ err, organizationId }, 'refused events were not counted');
      }
    }
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.write();
  }
}

const blockName = 'insert into blocked_events (name, blocked_by_id) values ($1, $2) on conflict do nothing';

const unblockName = 'delete from blocked_events where name = $1';

const addRefused = `
  update blocked_events b set refused = b.refused + g.refused
  from (select * from unnest($1::text[], $2::bigint[]) as r (name, refused) order by name) g where b.name = g.name`;
