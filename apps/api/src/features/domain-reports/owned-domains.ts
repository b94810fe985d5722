import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { DataSource } from 'typeorm';

const ownAmong = `
  select domain from domains where domain = any ($1) and deleted_at is null and state in ('verified', 'degraded')`;
/** Of every organization. */
const ownerOf = 'select organization_id as "organizationId" from owner_of_domain($1)';

/** Which domains are whose: those that were verified. */
@Injectable()
export class OwnedDomains {
  constructor(
    private readonly db: TenantDb,
    private readonly source: DataSource,
  ) {}

  /** Those among these that the running organization has verified. */
  async ownAmong(domains: readonly string[]): Promise<readonly string[]> {
    const rows = await this.db.rows<{ domain: string }>(ownAmong, [domains]);
    return rows.map(({ domain }) => domain);
  }

  /** The organization that has verified this domain, or the nearest above it; null when nobody has. */
  async ownerOf(domain: string): Promise<string | null> {
    for (const name of upwards(domain)) {
      const [owner]: { organizationId: string }[] = await this.source.query(ownerOf, [name]);
      if (owner) return owner.organizationId;
    }
    return null;
  }
}

/** The domain and those above it, down to two labels. */
export function upwards(domain: string): readonly string[] {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}
