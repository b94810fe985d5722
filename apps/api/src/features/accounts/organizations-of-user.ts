import { type OrganizationOfUser, type Permission, permissionsOf, type Role } from '@engagex/domain/accounts';
import type { Config } from '../../config.ts';
import { entryOf } from '../../platform/http/membership.ts';

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly timeZone: string;
  readonly logoKey: string | null;
  readonly deletesAt: Date | null;
  readonly requiresSecondFactor: boolean;
  readonly requiresSingleSignOn: boolean;
}

/** How somebody signed in: with a second factor or without, through one organization's provider or by themselves. */
export interface SignedInBy {
  readonly hasSecondFactor: boolean;
  readonly boundTo: string | null;
}

export const byFirstFactor: SignedInBy = { hasSecondFactor: false, boundTo: null };

/** $1 user: where they are a member, the oldest membership first. Needs no tenant transaction. */
export const organizationsOfUser = `
  select id, name, role, time_zone as "timeZone", logo_key as "logoKey", deletes_at as "deletesAt",
    requires_second_factor as "requiresSecondFactor", requires_single_sign_on as "requiresSingleSignOn"
  from organizations_of_user($1)`;

/** What nobody has where organizations do not pay: their pages leave it out. */
const ofBilling: ReadonlySet<Permission> = new Set(['billing:read', 'billing:write', 'limits:read', 'usage:read']);

/** A row of `organizationsOfUser` as the member's pages see it. */
export function organizationOf(row: OrganizationRow, by: SignedInBy, billing: Config['BILLING']): OrganizationOfUser {
  const { id, name, role, timeZone, logoKey, deletesAt } = row;
  return {
    id,
    name,
    role,
    entry: entryOf({ ...row, organizationId: id }, by),
    can: permissionsOf(role).filter((permission) => billing !== 'off' || !ofBilling.has(permission)),
    timeZone,
    logo: addressOfLogo(id, logoKey),
    deletesAt: deletesAt?.toISOString() ?? null,
  };
}

/** Where a browser finds a logo; another picture has another address, so that each may be kept for ever. */
export function addressOfLogo(organizationId: string, logoKey: string | null): string | null {
  return logoKey && `/api/organizations/${organizationId}/logo?v=${logoKey}`;
}
