import { Injectable } from '@nestjs/common';
import { can, roles } from '@engagex/domain/accounts';
import {
  type ConnectionNotification,
  deliveryTestNotifications,
  type DomainNotification,
  domainNotifications,
  type IncidentNotification,
  type LimitNotification,
  type NotificationKind,
  toldAfter,
} from '@engagex/domain/notifications';
import { currentUserId, TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import {
  addConnectionNotifications,
  addDomainNotifications,
  addExportNotifications,
  addIncidentNotifications,
  addMentions,
  addNotifications,
  dropPending,
  dropPendingOfConnection,
  dropPendingOfDomain,
  dropPendingOfExports,
  dropPendingOfIncident,
  addLimitNotifications,
} from './notifications.queries.ts';

/** Who can do something about a campaign. */
export const rolesThatAct = roles.filter((role) => can(role, 'campaigns:send'));

/** Who can see what a comment is about. */
export const rolesThatSee = roles.filter((role) => can(role, 'templates:read'));

/** Who can do something about a sending domain. */
export const rolesThatManage = roles.filter((role) => can(role, 'domains:write'));

/** Who sees how much of a plan is used, and who sees what it costs. */
export const rolesThatSeeUsage = roles.filter((role) => can(role, 'usage:read'));
export const rolesThatPay = roles.filter((role) => can(role, 'billing:read'));

/** Members by their user ids; everyone who can act when nobody is named. */
interface Whom {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

/** What we sign in to for an organization. */
type Connection = { readonly bounceMailboxId: string } | { readonly postmasterAccountId: string };

/** Tells members by mail that something of their organization needs one of them. */
@Injectable()
export class Notifications {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores whom to tell, in the transaction of the event itself and under its lock: there is a notification exactly when it
   * happened, and once. The worker's sweep mails it. What was not told yet of an earlier event is dropped.
   */
  async raise(
    campaignId: string,
    kind: NotificationKind,
    why: string,
    { only, except = [] }: Whom = {},
  ): Promise<void> {
    await this.db.rows(dropPending, [campaignId]);
    await this.db.rows(addNotifications, [campaignId, kind, why, this.clock.now(), rolesThatAct, only ?? null, except]);
  }

  /** Stores that a comment on a template mentions these users, in the transaction that adds it. Each is told once; its author is not. */
  async mention(commentId: string, why: string, userIds: readonly string[]): Promise<void> {
    const others = userIds.filter((id) => id !== currentUserId());
    if (others.length === 0) return;
    await this.db.rows(addMentions, [commentId, why, this.clock.now(), rolesThatSee, others]);
  }

  /** The same for a sending domain: its organization's owners are told, and these members. */
  async raiseAboutDomain(
    domainId: string,
    kind: DomainNotification,
    { why, also }: { readonly why: string; readonly also: readonly string[] },
  ): Promise<void> {
    const ofDelivery: readonly string[] = deliveryTestNotifications;
    const isDelivery = ofDelivery.includes(kind);
    const replaced = domainNotifications.filter((each) => ofDelivery.includes(each) === isDelivery);
    await this.db.rows(dropPendingOfDomain, [domainId, replaced]);
    await this.db.rows(addDomainNotifications, [domainId, kind, why, this.clock.now(), rolesThatAct, also]);
  }

  /** The same for an incident: everyone who manages sending domains is told once of each kind, except whoever closed it. */
  async raiseAboutIncident(
    incidentId: string,
    kind: IncidentNotification,
    { why, except }: { readonly why: string; readonly except: string | null },
  ): Promise<void> {
    await this.db.rows(dropPendingOfIncident, [incidentId]);
    await this.db.rows(addIncidentNotifications, [incidentId, kind, why, this.clock.now(), rolesThatManage, except]);
  }

  /** The same for a bounce mailbox or Postmaster credentials: everyone who manages sending domains is told, except whoever did it; that it works again, if they know that it did not. */
  async raiseAboutConnection(
    connection: Connection,
    kind: ConnectionNotification,
    { why, except }: { readonly why: string; readonly except: string | null },
  ): Promise<void> {
    const mailbox = 'bounceMailboxId' in connection ? connection.bounceMailboxId : null;
    const account = 'postmasterAccountId' in connection ? connection.postmasterAccountId : null;
    const now = this.clock.now();
    await this.db.rows(dropPendingOfConnection, [mailbox, account]);
    await this.db.rows(addConnectionNotifications, [
      mailbox,
      account,
      kind,
      why,
      now,
      rolesThatManage,
      except,
      toldAfter[kind],
    ]);
  }

  /** The same for the daily export: owners and admins are told; that it works again, if they know that it did not. */
  async raiseAboutExport(
    eventExportId: string,
    kind: 'event_export_failed' | 'event_export_mended',
    why: string,
  ): Promise<void> {
    await this.db.rows(dropPendingOfExports);
    const parameters = [eventExportId, kind, why, this.clock.now(), rolesThatManage, toldAfter[kind]];
    await this.db.rows(addExportNotifications, parameters);
  }

  /** That so much of a limit is used: owners and admins are told; of money, owners. Who calls it sees to it that it is once. */
  async raiseAboutLimit(limitNoticeId: string, kind: LimitNotification, why: string): Promise<void> {
    const told = kind.startsWith('spending') ? rolesThatPay : rolesThatSeeUsage;
    await this.db.rows(addLimitNotifications, [limitNoticeId, kind, why, this.clock.now(), told]);
  }
}
