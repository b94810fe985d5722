import { Injectable } from '@nestjs/common';
import {
  categories,
  type Category,
  type Channel,
  channels,
  type Choice,
  type Digest,
  isMandatory,
  type NotificationDefaults,
  type NotificationSettings,
  type notificationsRoutes,
  type Wanted,
  wantedBy,
} from '@engagex/domain/notifications';
import { invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import {
  defaultsOfOrganization,
  forgetChoices,
  forgetDefaults,
  settingsOfMember,
  storeChoices,
  storeDefaults,
  storeDigest,
} from './notification-settings.queries.ts';

interface Stored {
  readonly own: readonly Choice[];
  readonly defaults: readonly Choice[];
  readonly digest: Digest;
  readonly digestHour: number;
  readonly timeZone: string;
}

/** What holds for a member right now. */
export interface MemberSettings extends Pick<Stored, 'digest' | 'digestHour' | 'timeZone'> {
  readonly wanted: Wanted;
}

interface Change {
  readonly category: Category;
  readonly channel: Channel;
  readonly isOn: boolean | null;
}

/** What members are notified of, and how: each decides for themselves, the organization for those who did not. */
@Injectable()
export class NotificationSettingsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
  ) {}

  /** In the open transaction. */
  async of(userId: string): Promise<MemberSettings> {
    const { own, defaults, digest, digestHour, timeZone } = await this.#stored(userId);
    return { wanted: wantedBy(own, defaults), digest, digestHour, timeZone };
  }

  async get(): Promise<NotificationSettings> {
    const { own, defaults, digest, digestHour, timeZone } = await this.#stored(ownId());
    const wanted = wantedBy(own, defaults);
    const choices = everyChoice().map(({ category, channel }) => {
      const is = (choice: Choice) => choice.category === category && choice.channel === channel;
      const from = own.some(is) ? 'member' : defaults.some(is) ? 'organization' : 'nobody';
      return { ...stateOf(category, channel, wanted), from } as const;
    });
    return { choices, digest, digestHour, timeZone };
  }

  async choose(changes: ParsedInputOf<typeof notificationsRoutes.choose>): Promise<NotificationSettings> {
    refuseMandatory(changes.choices);
    const before = await this.get();
    const choices = JSON.stringify(changes.choices);
    await this.db.rows(forgetChoices, [ownId(), choices]);
    await this.db.rows(storeChoices, [ownId(), choices]);
    await this.db.rows(storeDigest, [ownId(), changes.digest ?? null, changes.digestHour ?? null]);
    const after = await this.get();
    noteAudit({ before: summaryOf(before), after: summaryOf(after) });
    this.#announce();
    return after;
  }

  async defaults(): Promise<NotificationDefaults> {
    const row = await this.db.row<{ defaults: readonly Choice[] }>(defaultsOfOrganization);
    const wanted = wantedBy([], row?.defaults ?? []);
    return { choices: everyChoice().map(({ category, channel }) => stateOf(category, channel, wanted)) };
  }

  async setDefaults(changes: readonly Change[]): Promise<NotificationDefaults> {
    refuseMandatory(changes);
    const before = await this.defaults();
    await this.db.rows(forgetDefaults, [JSON.stringify(changes)]);
    await this.db.rows(storeDefaults, [JSON.stringify(changes)]);
    const after = await this.defaults();
    noteAudit({ before: { off: offOf(before) }, after: { off: offOf(after) } });
    this.#announce();
    return after;
  }

  async #stored(userId: string): Promise<Stored> {
    const stored = await this.db.row<Stored>(settingsOfMember, [userId]);
    if (!stored) throw notFound('member');
    return stored;
  }

  #announce(): void {
    afterCommit(() => this.live.publish('notifications'));
  }
}

function ownId(): string {
  const userId = currentUserId();
  if (!userId) throw new Error('Only requests of members come here.');
  return userId;
}

function everyChoice() {
  return categories.flatMap((category) => channels.map((channel) => ({ category, channel })));
}

function stateOf(category: Category, channel: Channel, wanted: Wanted) {
  return { category, channel, isOn: wanted(category, channel), isMandatory: isMandatory(category, channel) };
}

function refuseMandatory(changes: readonly Change[]): void {
  const refused = changes.find(({ category, channel, isOn }) => isOn === false && isMandatory(category, channel));
  if (refused)
    throw invalid(
      'notification.mandatory',
      `Notifications about ${refused.category} cannot be turned off in the inbox or by email.`,
    );
}

function offOf({ choices }: NotificationDefaults | NotificationSettings): string[] {
  return choices.filter(({ isOn }) => !isOn).map(({ category, channel }) => `${category} ${channel}`);
}

function summaryOf(settings: NotificationSettings) {
  return { off: offOf(settings), digest: settings.digest, digestHour: settings.digestHour };
}
