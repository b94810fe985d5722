import { Injectable } from '@nestjs/common';
import { type AttributionRules, type AttributionSettings, attributionsRoutes } from '@engagex/domain/attributions';
import { notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { lastChangeOfSettings, lockOrganization, saveSettings, settings } from './attribution-settings.queries.ts';
import { reviewAll } from './settle-conversions.queries.ts';

@Injectable()
export class AttributionSettingsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  async get(): Promise<AttributionSettings> {
    const row = await this.db.row<AttributionSettings>(settings);
    if (!row) throw notFound('organization');
    return row;
  }

  /** Conversions that are not decided yet follow the new rules; a worker attributes them again. */
  async save(next: AttributionRules, version: string | undefined): Promise<AttributionSettings> {
    const edited = { route: attributionsRoutes.saveSettings, lastChange: lastChangeOfSettings, id: null, version };
    await this.db.rows(lockOrganization);
    await assertUnchanged(this.db, edited, () => this.get());
    const { updatedAt: _, ...before } = await this.get();
    const { basis, clickDays, openDays, eventName, marksLinks } = next;
    noteAudit({ before, after: next });
    await this.db.rows(saveSettings, [basis, clickDays, openDays, eventName, marksLinks, currentUserId()]);
    await this.db.rows(reviewAll);
    afterCommit(() => this.live.publish('attributions'));
    return this.get();
  }
}
