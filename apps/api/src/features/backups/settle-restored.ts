import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Tables } from '../../platform/tables/tables.ts';
import { PersonalDataService } from '../personal-data/index.ts';
import { noteOrigin } from '../preferences/index.ts';
import {
  contactsToErase,
  endReplay,
  forgetErasedAddresses,
  leftUnmentioned,
  replayErasedAddresses,
  replayReleases,
  replaySalt,
  replaySubscriptions,
  replaySuppressions,
  replayTopics,
  suppressAgain,
} from './replay.queries.ts';

/**
 * Makes an organization that came out of a backup what its people want since: what was under way is paused, and the log of
 * preferences is replayed. Until that is done its mail is held. Each step finds out on its own what is left, so it may be killed
 * anywhere and run again.
 */
@Injectable()
export class SettleRestored {
  constructor(
    private readonly db: TenantDb,
    private readonly tables: Tables,
    private readonly personalData: PersonalDataService,
  ) {}

  /** In the organization of the scope. */
  async run(): Promise<void> {
    if (!(await this.#isDue())) return;
    await this.db.transaction(async () => {
      for (const { restored } of this.tables.declared) if (restored) await this.db.rows(restored);
    });
    await this.db.transaction(() => this.#replay());
    while (await this.#eraseNext());
    await this.db.transaction(async () => {
      await noteOrigin(this.db, { source: 'system' });
      await this.db.rows(forgetErasedAddresses);
      await this.db.rows(endReplay);
    });
    await this.db.transaction(() => this.db.rows('select release_sending()'));
  }

  async #isDue(): Promise<boolean> {
    const due = await this.db.transaction(() =>
      this.db.row('select from restored_organizations where settled_at is null'),
    );
    return due !== null;
  }

  async #replay(): Promise<void> {
    await noteOrigin(this.db, { source: 'system', wording: 'Repeated after a backup was restored' });
    await this.db.rows(replaySalt);
    const left = await this.db.rows<{ address: string; createdAt: Date }>(leftUnmentioned);
    await this.db.rows(replaySubscriptions);
    await this.db.rows(suppressAgain, [left.map(({ address }) => address), left.map(({ createdAt }) => createdAt)]);
    await this.db.rows(replayTopics);
    await this.db.rows(replayReleases);
    await this.db.rows(replaySuppressions);
    await this.db.rows(replayErasedAddresses);
  }

  async #eraseNext(): Promise<boolean> {
    const next = await this.db.transaction(() => this.db.row<{ id: string }>(contactsToErase));
    if (next) await this.personalData.eraseAgain(next.id);
    return next !== null;
  }
}
