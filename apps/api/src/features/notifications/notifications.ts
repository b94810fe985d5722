import { Injectable } from '@nestjs/common';
import { can, roles } from '@engagex/domain/accounts';
import {
  allKinds,
  type AnyKind,
  type ConnectionNotification,
  deliveryTestNotifications,
  type DomainNotification,
  type IncidentNotification,
  type LimitNotification,
  type NotificationKind,
  notificationKinds,
  toldAfter,
} from '@engagex/domain/notifications';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { Contents } from '../../platform/contents.ts';
import { Live } from '../../platform/live/live.ts';
import { type Happening, Notify } from '../../platform/notify.ts';
import { Clock } from '../../ports/clock.ts';
import { addNotifications, dropPending } from './notifications.queries.ts';

/** Members by their user ids; everyone who can act when nobody is named. */
interface Whom {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

/** What we sign in to for an organization. */
type Connection = { readonly bounceMailboxId: string } | { readonly postmasterAccountId: string };

interface Told extends Happening {
  /** Only owners, and these users. */
  readonly ownersAnd?: readonly string[];
  /** Only users who were told of this last. */
  readonly after?: AnyKind | null;
  /** What was told last of any such object counts, not only of this one. */
  readonly ofAnyObject?: boolean;
}

/** Tells members that something of their organization needs one of them, or is done. */
@Injectable()
export class Notifications extends Notify {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly contents: Contents,
  ) {
    super();
  }

  async tell(happening: Happening): Promise<void> {
    await this.#add(happening);
  }

  /** Of a campaign, under its lock. What was not told yet of an earlier event is dropped. */
  async raise(campaignId: string, kind: NotificationKind, why: string, whom: Whom = {}): Promise<void> {
    await this.#replace(kind, campaignId);
    await this.#add({ kind, objectId: campaignId, why, ...whom });
  }

  /** Stores that a comment on a template mentions these users, in the transaction that adds it. Each is told once; its author is not. */
  async mention(commentId: string, why: string, userIds: readonly string[]): Promise<void> {
    const only = userIds.filter((id) => id !== currentUserId());
    if (only.length === 0) return;
    await this.#add({ kind: 'mentioned', objectId: commentId, why, key: `mentioned ${commentId}`, only });
  }

  /** Of a sending domain: its organization's owners are told, and these members. */
  async raiseAboutDomain(
    domainId: string,
    kind: DomainNotification,
    { why, also }: { readonly why: string; readonly also: readonly string[] },
  ): Promise<void> {
    const ofTests: readonly AnyKind[] = deliveryTestNotifications;
    const isOfTest = ofTests.includes(kind);
    await this.#replace(kind, domainId, (each) => ofTests.includes(each) === isOfTest);
    await this.#add({ kind, objectId: domainId, why, ownersAnd: also });
  }

  /** Of an incident: everyone who manages sending domains is told once of each kind, except whoever closed it. */
  async raiseAboutIncident(
    incidentId: string,
    kind: IncidentNotification,
    { why, except }: { readonly why: string; readonly except: string | null },
  ): Promise<void> {
    await this.#replace(kind, incidentId);
    await this.#add({ kind, objectId: incidentId, why, key: `${kind} ${incidentId}`, except: except ? [except] : [] });
  }

  /** Of a bounce mailbox or Postmaster credentials: everyone who manages sending domains is told, except whoever did it; that it works again, if they know that it did not. */
  async raiseAboutConnection(
    connection: Connection,
    kind: ConnectionNotification,
    { why, except }: { readonly why: string; readonly except: string | null },
  ): Promise<void> {
    const objectId = 'bounceMailboxId' in connection ? connection.bounceMailboxId : connection.postmasterAccountId;
    await this.#replace(kind, objectId);
    await this.#add({ kind, objectId, why, except: except ? [except] : [], after: toldAfter[kind] });
  }

  /** Of the daily export: owners and admins are told; that it works again, if they know that it did not. */
  async raiseAboutExport(
    eventExportId: string,
    kind: 'event_export_failed' | 'event_export_mended',
    why: string,
  ): Promise<void> {
    await this.#replace(kind, null);
    await this.#add({ kind, objectId: eventExportId, why, after: toldAfter[kind], ofAnyObject: true });
  }

  /** That so much of a limit is used: owners and admins are told; of money, owners. */
  async raiseAboutLimit(limitNoticeId: string, kind: LimitNotification, why: string): Promise<void> {
    await this.#add({ kind, objectId: limitNoticeId, why, key: `${kind} ${limitNoticeId}` });
  }

  async #add(told: Told): Promise<void> {
    const { kind, objectId, why = '', key = null, only = null, except = [], ownersAnd = null, after = null } = told;
    const { content, permission } = notificationKinds[kind];
    const object = { contentType: content, objectId };
    const found = (await this.contents.find(this.db, [object]))(object);
    const facts = JSON.stringify({ title: found?.title ?? '', ...told.facts });
    const allowed = roles.filter((role) => can(role, permission));
    const what = [content, objectId, kind, why, this.clock.now(), facts, key];
    const whom = [allowed, only, except, ownersAnd, after, told.ofAnyObject ?? false];
    this.#announce(await this.db.rowsByKey<{ userId: string }>(addNotifications, [...what, ...whom]));
  }

  /** Drops what was not told yet of the same object, or of any object when none is named. */
  async #replace(kind: AnyKind, objectId: string | null, isReplaced = (_kind: AnyKind) => true): Promise<void> {
    const { content } = notificationKinds[kind];
    const kinds = allKinds.filter((each) => notificationKinds[each].content === content && isReplaced(each));
    this.#announce(await this.db.rowsByKey<{ userId: string }>(dropPending, [content, objectId, kinds]));
  }

  #announce(told: readonly { readonly userId: string }[]): void {
    for (const { userId } of told) afterCommit(() => this.live.publish('notifications', userId));
  }
}
