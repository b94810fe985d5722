import { Injectable } from '@nestjs/common';
import { can, roles } from '@engagex/domain/accounts';
import type { DomainNotification, NotificationKind } from '@engagex/domain/notifications';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { addDomainNotifications, addNotifications, dropPending, dropPendingOfDomain } from './notifications.queries.ts';

/** Who can do something about a campaign. */
export const rolesThatAct = roles.filter((role) => can(role, 'campaigns:send'));

/** Members by their user ids; everyone who can act when nobody is named. */
interface Whom {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

/** Tells members by mail that a campaign needs one of them. */
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
  /** The same for a sending domain: its organization's owners are told, and these members. */
  async raiseAboutDomain(
    domainId: string,
    kind: DomainNotification,
    { why, also }: { readonly why: string; readonly also: readonly string[] },
  ): Promise<void> {
    await this.db.rows(dropPendingOfDomain, [domainId]);
    await this.db.rows(addDomainNotifications, [domainId, kind, why, this.clock.now(), rolesThatAct, also]);
  }
}
