import { Injectable } from '@nestjs/common';
import type { Role } from '@engagex/domain/accounts';
import {
  type AnyKind,
  type Category,
  type ContentType,
  kindsFor,
  mostCounted,
  notificationKinds,
  type notificationsRoutes,
  type PaymentNumbers,
  shortWordsFor,
  type UnreadView,
} from '@engagex/domain/notifications';
import { invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { Contents, type FoundContent } from '../../platform/contents.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { countUnread, listInbox, markOne, markUpTo, reader } from './inbox.queries.ts';
import { NotificationSettingsService } from './notification-settings.service.ts';

/** What is stored of a notification besides its words. */
export type StoredFacts = Partial<PaymentNumbers> & { readonly title?: string };

interface Stored {
  readonly id: string;
  readonly seq: string;
  readonly kind: AnyKind;
  readonly why: string;
  readonly facts: StoredFacts;
  readonly contentType: ContentType;
  readonly objectId: string;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

interface Reader {
  readonly userId: string;
  readonly role: Role;
  readonly name: string;
  readonly organization: string;
  readonly timeZone: string;
}

/** The inbox of the member who asks. What their role does not let them see any more is not in it. */
@Injectable()
export class Inbox {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly contents: Contents,
    private readonly settings: NotificationSettingsService,
  ) {}

  async list({ cursor, limit, category, show }: ParsedInputOf<typeof notificationsRoutes.list>) {
    const who = await this.#reader();
    const kinds = await this.#kindsOf(who, category);
    const values = [who.userId, kinds, show === 'all', placeIn(cursor), limit + 1];
    const { items, nextCursor } = pageOf(await this.db.rows<Stored>(listInbox, values), limit, ({ seq }) => seq);
    const contentOf = await this.contents.find(this.db, items);
    return { items: items.map((stored) => viewOf(stored, contentOf(stored), who)), nextCursor };
  }

  async unread(): Promise<UnreadView> {
    const who = await this.#reader();
    return this.#count(who.userId, await this.#kindsOf(who));
  }

  async mark(id: string, isRead: boolean): Promise<UnreadView> {
    const who = await this.#reader();
    const kinds = await this.#kindsOf(who);
    if (!(await this.db.row(markOne, [who.userId, kinds, id, isRead]))) throw notFound('notification');
    this.#announce(who.userId);
    return this.#count(who.userId, kinds);
  }

  /** What came after that place was not seen, and stays unread. */
  async readUpTo(upTo: number, category?: Category): Promise<UnreadView> {
    const who = await this.#reader();
    await this.db.rows(markUpTo, [who.userId, await this.#kindsOf(who, category), upTo]);
    this.#announce(who.userId);
    return this.#count(who.userId, await this.#kindsOf(who));
  }

  async #reader(): Promise<Reader> {
    const userId = currentUserId();
    const found = userId && (await this.db.row<Omit<Reader, 'userId'>>(reader, [userId]));
    if (!found || !userId) throw notFound('member');
    return { ...found, userId };
  }

  async #kindsOf({ userId, role }: Reader, category?: Category): Promise<AnyKind[]> {
    const { wanted } = await this.settings.of(userId);
    return kindsFor(role, wanted, category ? [category] : undefined);
  }

  async #count(userId: string, kinds: readonly AnyKind[]): Promise<UnreadView> {
    const counted = await this.db.row<UnreadView>(countUnread, [userId, kinds, mostCounted]);
    if (!counted) throw new Error('A count answers one row.');
    return counted;
  }

  #announce(userId: string): void {
    afterCommit(() => this.live.publish('notifications', userId));
  }
}

function viewOf({ why, facts, ...stored }: Stored, content: FoundContent | null, who: Reader) {
  const { title, text } = shortWordsFor({
    kind: stored.kind,
    why,
    about: content?.title ?? facts.title ?? '',
    left: content?.left ?? 0,
    payment: paymentOf(facts),
    organization: who.organization,
    name: who.name,
    timeZone: who.timeZone,
    settingsUrl: '',
  });
  const { category } = notificationKinds[stored.kind];
  return { ...stored, category, title, text, path: content?.path(stored.kind) ?? null };
}

/** The numbers of a payment, when it is about one. */
export function paymentOf({ plan, amount, currency, at, about }: StoredFacts): PaymentNumbers | null {
  if (currency === undefined) return null;
  return { plan: plan ?? '', amount: amount ?? null, currency, at: at ?? null, about: about ?? '' };
}

/** A cursor is the place of the last notification of the page before. */
function placeIn(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (!/^\d{1,18}$/.test(cursor))
    throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
  return cursor;
}
