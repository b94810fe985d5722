import { Injectable } from '@nestjs/common';
import type { Report } from '@engagex/domain/receipts';
import { retryingDeadlocks, runInScope, TenantDb } from '@engagex/tenancy';
import { DataSource } from 'typeorm';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { recordReceipts } from './record-receipts.ts';
import type { SubjectKind } from './subjects.queries.ts';

/** What became of reports. */
export interface Applied {
  /** Stored as receipts now. */
  readonly stored: number;
  /** Heard before. */
  readonly repeated: number;
  /** Of no message of ours. */
  readonly foreign: number;
}

/** A message by its id, and whose it is. */
interface Owner {
  readonly id: string;
  readonly organizationId: string;
  readonly kind: SubjectKind;
}

const owners = 'select id, organization_id as "organizationId", kind from subjects_of_receipts($1)';
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A transaction holds its messages locked, and counts of their campaigns, which workers wait for. */
const atOnce = 500;

@Injectable()
export class Receipts {
  constructor(
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores what was reported of messages of any organization, with everything that follows from it: counts, unknown
   * outcomes settled, addresses suppressed, incidents. In any order and any number of times it comes to the same. Each
   * batch of an organization is stored whole or not at all; when this rejects, apply the same reports again.
   */
  async apply(reports: readonly Report[]): Promise<Applied> {
    const known = await this.#owners(reports.map(({ deliveryId }) => deliveryId));
    const ours = reports.filter(({ deliveryId }) => known.has(deliveryId.toLowerCase()));
    const groups = Map.groupBy(ours, ({ deliveryId }) => {
      const { organizationId, kind } = known.get(deliveryId.toLowerCase())!; // filtered just above
      return `${organizationId} ${kind}`;
    });
    let stored = 0;
    for (const group of groups.values()) {
      const { organizationId, kind } = known.get(group[0]!.deliveryId.toLowerCase())!; // no group is empty
      for (const batch of batchesOf(group))
        stored += await runInScope({ organizationId, actor: { kind: 'system', name: 'receipts' } }, () =>
          this.#store(kind, batch),
        );
    }
    return { stored, repeated: ours.length - stored, foreign: reports.length - ours.length };
  }

  /** Whose message this is; null when it is none of ours. */
  async ownerOf(deliveryId: string): Promise<string | null> {
    return (await this.#owners([deliveryId])).get(deliveryId.toLowerCase())?.organizationId ?? null;
  }

  async #owners(deliveryIds: readonly string[]): Promise<ReadonlyMap<string, Owner>> {
    const ids = new Set(deliveryIds.flatMap((id) => (uuid.test(id) ? [id.toLowerCase()] : [])));
    if (ids.size === 0) return new Map();
    const rows: readonly Owner[] = await this.source.query(owners, [[...ids]]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  #store(kind: SubjectKind, reports: readonly Report[]): Promise<number> {
    return retryingDeadlocks(() =>
      this.db.transactionByKey(() =>
        recordReceipts({ db: this.db, live: this.live, now: this.clock.now() }, kind, reports),
      ),
    );
  }
}

/** In the order of messages, as all who lock many of them do. */
function batchesOf(reports: readonly Report[]): Report[][] {
  const sorted = reports.toSorted((one, other) =>
    one.deliveryId.toLowerCase() < other.deliveryId.toLowerCase() ? -1 : 1,
  );
  return Array.from({ length: Math.ceil(sorted.length / atOnce) }, (_, n) =>
    sorted.slice(n * atOnce, (n + 1) * atOnce),
  );
}
