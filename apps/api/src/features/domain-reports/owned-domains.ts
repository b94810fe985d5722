import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { DataSource } from 'typeorm';

/** Which domains are whose: until domains are verified, those that an organization's campaigns are sent from. */
@Injectable()
export class OwnedDomains {
  constructor(
    private readonly db: TenantDb,
    private readonly source: DataSource,
  ) {}

  /** Those of the running organization among these, or above one of them. */
  async ownAmong(domains: readonly string[]): Promise<readonly string[]> {
    const rows = await this.db.rows<{ domain: string }>(
      `select distinct split_part(lower(sender_email), '@', 2) as domain from campaigns
       where split_part(lower(sender_email), '@', 2) = any ($1)`,
      [domains],
    );
    return rows.map(({ domain }) => domain);
  }

  /** The organization that a report on this domain is for, whoever it came to; null when nobody has verified it. */
  async ownerOf(_domain: string): Promise<string | null> {
    await Promise.resolve(this.source);
    return null;
  }
}
