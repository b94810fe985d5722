import { Injectable } from '@nestjs/common';
import { brandRoutes, type BrandView } from '@engagex/domain/brand';
import { brandFrom, type BrandKit, brandKit } from '@engagex/domain/documents';
import { notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import {
  affectedTemplates,
  approvalsAtStake,
  brandOf,
  lastChangeOfBrand,
  lockOrganization,
  saveBrand,
} from './brand.queries.ts';

interface BrandRow {
  readonly kit: unknown;
  readonly color: string | null;
  readonly templates: number;
  readonly updatedAt: Date;
}

interface AffectedRow {
  readonly id: string;
  readonly name: string;
  readonly campaignId: string | null;
  readonly campaignName: string | null;
  readonly startsAt: Date | null;
}

/** What is made of the brand kit again when it changes; runs in the transaction that changes it. */
type Follower = (kit: BrandKit) => Promise<void>;

@Injectable()
export class BrandService {
  readonly #followers: Follower[] = [];

  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  followedBy(follower: Follower): void {
    this.#followers.push(follower);
  }

  async get(): Promise<Omit<BrandView, 'updatedAt'> & { readonly updatedAt: Date }> {
    const row = await this.db.row<BrandRow>(brandOf);
    if (!row) throw notFound('organization');
    const { kit, color, templates, updatedAt } = row;
    const isDefault = kit === null;
    return { kit: isDefault ? brandFrom(color ?? undefined) : brandKit.parse(kit), isDefault, templates, updatedAt };
  }

  async affected() {
    const rows = await this.db.rows<AffectedRow>(affectedTemplates);
    const items = rows.map(({ id, name, campaignId, campaignName, startsAt }) => ({
      id,
      name,
      campaign: campaignId === null ? null : { id: campaignId, name: campaignName ?? '', startsAt },
    }));
    const { approvals = 0 } = (await this.db.row<{ approvals: number }>(approvalsAtStake)) ?? {};
    return { items, approvals };
  }

  /** Every visual template follows in the same transaction, so that none is left in the old colors. */
  async save(kit: BrandKit, version?: string) {
    const edited = { route: brandRoutes.save, lastChange: lastChangeOfBrand, id: null, version } as const;
    await this.db.rows(lockOrganization); // of two who choose the first kit, the second waits
    await assertUnchanged(this.db, edited, () => this.get());
    noteAudit({ before: (await this.get()).kit, after: kit });
    await this.db.rows(saveBrand, [JSON.stringify(kit), currentUserId()]);
    for (const follow of this.#followers) await follow(kit);
    afterCommit(() => this.live.publish('brand'));
    return this.get();
  }
}
