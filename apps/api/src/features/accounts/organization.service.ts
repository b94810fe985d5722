import { Injectable } from '@nestjs/common';
import type { OrganizationInput } from '@engagex/domain/accounts';
import { notFound } from '@engagex/domain/shared';
import { afterCommit, currentScope, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';

interface Organization extends OrganizationInput {
  readonly id: string;
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
      `select id, name, postal_address as "postalAddress", sender_name as "senderName", sender_email as "senderEmail",
         created_at as "createdAt" from organizations where id = $1 and deleted_at is null`,
      [currentScope().organizationId],
    );
    if (!found) throw notFound('organization');
    return found;
  }

  async update({ name, postalAddress, senderName, senderEmail }: OrganizationInput): Promise<Organization> {
    await this.db.rows(
      `update organizations set name = $2, postal_address = $3, sender_name = $4, sender_email = $5, updated_at = now()
       where id = $1`,
      [currentScope().organizationId, name, postalAddress, senderName, senderEmail],
    );
    afterCommit(() => this.live.publish('organization'));
    return this.get();
  }
}
