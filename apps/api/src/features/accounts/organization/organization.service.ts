import { Injectable } from '@nestjs/common';
import type { OrganizationInput, organizationRoutes, SendingInput } from '@engagex/domain/accounts';
import { type AnswerOf, invalid, notFound, type RouteDefinition } from '@engagex/domain/shared';
import { afterCommit, runInScope, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../../platform/audit/request-context.ts';
import { assertUnchanged } from '../../../platform/http/versions.ts';
import { Live } from '../../../platform/live/live.ts';
import { Senders } from '../../transports/index.ts';
import { addressOfLogo } from '../organizations-of-user.ts';
import { lastChangeOfOrganization } from './organization.queries.ts';
import { type Picture, readLogo } from './picture.ts';

type Organization = AnswerOf<typeof organizationRoutes.get>;

interface Row extends Omit<Organization, 'logo' | 'deletion' | 'pauseLimits'> {
  readonly bounces: number;
  readonly complaints: number;
  readonly from: number;
  readonly logoKey: string | null;
  readonly requestedAt: Date | null;
  readonly requestedBy: string | null;
  readonly deletesAt: Date | null;
}

/** The organization of the scope. Its table belongs to no tenant, so each statement names the one it means. */
@Injectable()
export class OrganizationService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly senders: Senders,
  ) {}

  async get(): Promise<Organization> {
    const found = await this.db.row<Row>(
      `select id, name, postal_address as "postalAddress", sender_name as "senderName", sender_email as "senderEmail",
         time_zone as "timeZone", week_start as "weekStart", undo_seconds as "undoSeconds", requires_approval as "requiresApproval", utm, logo_key as "logoKey", colour, created_at as "createdAt", updated_at as "updatedAt",
         deletes_at as "deletesAt",
         pause_at_bounces::float8 as bounces, pause_at_complaints::float8 as complaints, pause_from as "from",
         delete_requested_at as "requestedAt",
         (select u.name from users u where u.id = delete_requested_by_id) as "requestedBy"
       from organizations where id = current_organization() and deleted_at is null`,
    );
    if (!found) throw notFound('organization');
    const { logoKey, requestedAt, requestedBy, deletesAt, bounces, complaints, from, ...organization } = found;
    const deletion = deletesAt && { requestedAt, requestedBy, deletesAt };
    return {
      ...organization,
      pauseLimits: { bounces, complaints, from },
      logo: addressOfLogo(found.id, logoKey),
      deletion,
    };
  }

  /** Throws `conflict.changed` when something of the organization was changed since `version`. */
  async assertUnchanged(route: RouteDefinition, version: string | undefined): Promise<void> {
    await assertUnchanged(this.db, { route, lastChange: lastChangeOfOrganization, id: null, version }, () =>
      this.get(),
    );
  }

  async update(input: OrganizationInput): Promise<Organization> {
    const { name, postalAddress, senderName, senderEmail, timeZone = null, weekStart = null } = input;
    if (timeZone) await this.#assertZone(timeZone);
    this.senders.assertNotReserved(senderEmail ?? '', 'senderEmail');
    await this.db.rows(
      `update organizations set name = $1, postal_address = $2, sender_name = $3, sender_email = $4,
         time_zone = coalesce($5, time_zone), week_start = coalesce($6, week_start), updated_at = now()
       where id = current_organization()`,
      [name, postalAddress, senderName, senderEmail, timeZone, weekStart],
    );
    return this.#announced();
  }

  async updateSending({ undoSeconds, requiresApproval }: SendingInput): Promise<Organization> {
    await this.db.rows(
      `update organizations set undo_seconds = $1, requires_approval = $2, updated_at = now()
       where id = current_organization()`,
      [undoSeconds, requiresApproval],
    );
    return this.#announced();
  }

  async setPauseLimits({ bounces, complaints, from }: Organization['pauseLimits']): Promise<Organization> {
    await this.db.rows(
      `update organizations set pause_at_bounces = $1, pause_at_complaints = $2, pause_from = $3, updated_at = now()
       where id = current_organization()`,
      [bounces, complaints, from],
    );
    return this.#announced();
  }

  async setUtm(utm: Organization['utm']): Promise<Organization> {
    await this.db.rows('update organizations set utm = $1, updated_at = now() where id = current_organization()', [
      utm && JSON.stringify(utm),
    ]);
    return this.#announced();
  }

  async setLogo(dataUrl: string): Promise<Organization> {
    const logo = readLogo(dataUrl);
    noteAudit({ after: { logo: `${logo.type}, ${logo.bytes.length} bytes` } });
    return this.#storeLogo(logo);
  }

  async removeLogo(): Promise<Organization> {
    return this.#storeLogo(null);
  }

  async setColour(colour: string | null): Promise<Organization> {
    await this.db.rows('update organizations set colour = $1, updated_at = now() where id = current_organization()', [
      colour,
    ]);
    return this.#announced();
  }

  /** The logo of an organization for one of its members, and whether `key` is its; null when there is none to see. */
  async logoFor(userId: string, id: string, key: string | undefined): Promise<(Picture & { isOfKey: boolean }) | null> {
    return runInScope({ organizationId: id, actor: { kind: 'user', userId } }, () =>
      this.db.transaction(() =>
        this.db.row<Picture & { isOfKey: boolean }>(
          `select o.logo as bytes, o.logo_type as type, coalesce(o.logo_key = $2, false) as "isOfKey"
           from memberships m join organizations o on o.id = m.organization_id
           where m.user_id = $1 and o.logo is not null and o.deleted_at is null`,
          [userId, key ?? null],
        ),
      ),
    );
  }

  async #storeLogo(logo: Picture | null): Promise<Organization> {
    await this.db.rows(
      'update organizations set logo = $1, logo_type = $2, updated_at = now() where id = current_organization()',
      [logo?.bytes ?? null, logo?.type ?? null],
    );
    return this.#announced();
  }

  /** Browsers may know zones that are too new for this database. */
  async #assertZone(timeZone: string): Promise<void> {
    if (await this.db.row('select from pg_timezone_names where name = $1', [timeZone])) return;
    const message = `The time zone ${timeZone} is unknown. Choose one nearby.`;
    throw invalid('time-zone.unknown', message, [{ path: ['timeZone'], message }]);
  }

  #announced(): Promise<Organization> {
    afterCommit(() => this.live.publish('organization'));
    return this.get();
  }
}
