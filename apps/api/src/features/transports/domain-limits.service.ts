import { Injectable } from '@nestjs/common';
import { DomainError, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { domainLimitsRoutes, type DomainLimitView, warmUpDays } from '@engagex/domain/transports';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { capOn, RateLimits } from './rate-limits.ts';
import { listDomainLimits } from './transports.queries.ts';
import { Waiting } from './waiting.ts';

interface StoredLimit {
  readonly id: string;
  readonly domain: string;
  readonly perDay: number | null;
  readonly from: string | null;
  readonly first: number | null;
  readonly target: number | null;
  readonly usedToday: number;
  readonly updatedAt: string;
}

type Limit = ParsedInputOf<typeof domainLimitsRoutes.create>;

/** Daily limits and warm-up plans of sending domains. */
@Injectable()
export class DomainLimitsService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly rateLimits: RateLimits,
    private readonly waiting: Waiting,
  ) {}

  async list(id: string | null = null): Promise<{ items: DomainLimitView[] }> {
    const { day } = await this.rateLimits.today();
    const rows = await this.db.rows<StoredLimit>(listDomainLimits, [day, id]);
    return { items: rows.map((row) => viewOf(row, day)) };
  }

  async get(id: string): Promise<DomainLimitView> {
    const [limit] = (await this.list(id)).items;
    if (!limit) throw notFound('limit');
    return limit;
  }

  async create(limit: Limit): Promise<DomainLimitView> {
    const added = await this.db.row<{ id: string }>(
      `insert into domain_limits (domain, per_day, warm_up_from, warm_up_first, warm_up_target, created_by_id, updated_by_id)
       values ($1, $2, $3, $4, $5, $6, $6)
       on conflict (organization_id, domain) where deleted_at is null do nothing returning id`,
      columnsOf(limit),
    );
    if (!added) throw taken();
    return this.#changed(added.id);
  }

  async update({ id, version, ...limit }: ParsedInputOf<typeof domainLimitsRoutes.update>): Promise<DomainLimitView> {
    const edited = {
      route: domainLimitsRoutes.update,
      lastChange: lastChangeOf('domain_limits'),
      id,
      version,
    } as const;
    await assertUnchanged(this.db, edited, () => this.get(id));
    const other = await this.db.row(
      'select 1 from domain_limits where domain = $1 and id <> $2 and deleted_at is null',
      [limit.domain, id],
    );
    if (other) throw taken();
    await this.db.rows(
      `update domain_limits set domain = $1, per_day = $2, warm_up_from = $3, warm_up_first = $4, warm_up_target = $5,
         updated_by_id = $6, updated_at = now() where id = $7 and deleted_at is null`,
      [...columnsOf(limit), id],
    );
    return this.#changed(id);
  }

  async delete(id: string): Promise<void> {
    await this.get(id);
    await this.db.rows(
      'update domain_limits set deleted_at = $2, updated_by_id = $3, updated_at = now() where id = $1',
      [id, this.clock.now(), currentUserId()],
    );
    await this.#announce();
  }

  async #changed(id: string): Promise<DomainLimitView> {
    const view = await this.get(id);
    await this.#announce();
    return view;
  }

  async #announce(): Promise<void> {
    await this.waiting.recheck();
    afterCommit(() => this.live.publish('domain-limits'));
  }
}

function columnsOf({ domain, perDay, warmUp }: Limit): unknown[] {
  return [domain, perDay, warmUp?.from ?? null, warmUp?.first ?? null, warmUp?.target ?? null, currentUserId()];
}

function viewOf(row: StoredLimit, today: string): DomainLimitView {
  const { id, domain, perDay, from, first, target, usedToday, updatedAt } = row;
  const plan = from && first && target ? { from, first, target } : null;
  const warmUp = plan && { ...plan, days: warmUpDays(plan) };
  return { id, domain, perDay, warmUp, today, capToday: capOn(row, today), usedToday, updatedAt };
}

function taken(): DomainError {
  const message = 'This domain already has a limit. Change that one instead.';
  return new DomainError('conflict', 'domain-limit.taken', message, { errors: [{ path: ['domain'], message }] });
}
