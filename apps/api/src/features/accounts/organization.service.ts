import { Injectable } from '@nestjs/common';
import { notFound } from '@engagex/domain/shared';
import { afterCommit, currentScope, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';

interface Organization {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** The organization of the scope. Its table belongs to no tenant, so the id is named here and nowhere else. */
@Injectable()
export class OrganizationService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  async get(): Promise<Organization> {
    const found = await this.db.row<Organization>(
      'select id, name, created_at as "createdAt" from organizations where id = $1 and deleted_at is null',
      [currentScope().organizationId],
    );
    if (!found) throw notFound('organization');
    return found;
  }

  async rename(name: string): Promise<Organization> {
    await this.db.rows('update organizations set name = $2, updated_at = now() where id = $1', [
      currentScope().organizationId,
      name,
    ]);
    afterCommit(() => this.live.publish('organization'));
    return this.get();
  }
}
