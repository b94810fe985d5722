import { Injectable } from '@nestjs/common';
import { can, type Role } from '@engagex/domain/accounts';
import {
  type AnyFacts,
  type AnyKind,
  type ContentType,
  mailOf,
  notificationKinds,
} from '@engagex/domain/notifications';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { Contents, type FoundContent } from '../../platform/contents.ts';
import { AccountMail } from '../accounts/index.ts';
import { paymentOf, type StoredFacts } from './inbox.ts';
import type { MemberSettings } from './notification-settings.service.ts';

export interface Recipient {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly isVerified: boolean;
  /** Null when they are no member any more. */
  readonly role: Role | null;
  readonly organization: string;
  readonly timeZone: string;
}

export interface Told {
  readonly id: string;
  readonly kind: AnyKind;
  readonly why: string;
  readonly facts: StoredFacts;
  readonly contentType: ContentType;
  readonly objectId: string;
}

/** A notification that is to be mailed now, with everything its words need. */
export interface Mailable {
  readonly facts: AnyFacts;
  readonly path: string;
}

/** Decides, when mail about a notification is handed over, whether it still is to be. */
@Injectable()
export class Mailables {
  constructor(
    private readonly db: TenantDb,
    private readonly contents: Contents,
    private readonly accountMail: AccountMail,
  ) {}

  get settingsUrl(): string {
    return this.urlOf('/settings/notifications');
  }

  /** A page of the scope's organization. */
  urlOf(path: string): string {
    return this.accountMail.addressOf(`/o/${currentScope().organizationId}${path}`);
  }

  /** For each, what is mailed; `dropped` when it is over or not for this person any more, `unwanted` when they do not want mail. */
  async of(
    told: readonly Told[],
    recipient: Recipient,
    settings: MemberSettings,
  ): Promise<(Mailable | 'dropped' | 'unwanted')[]> {
    const contentOf = await this.contents.find(this.db, told);
    return told.map((each) => {
      const content = contentOf(each);
      if (!content || !content.stillHolds(each.kind) || !mayBeTold(recipient, each.kind)) return 'dropped';
      if (mailOf(each.kind, settings.wanted, settings.digest) === 'none') return 'unwanted';
      return { facts: this.#factsOf(each, content, recipient), path: content.path(each.kind) };
    });
  }

  #factsOf({ kind, why, facts }: Told, { title, left }: FoundContent, recipient: Recipient): AnyFacts {
    const { name, organization, timeZone } = recipient;
    const payment = paymentOf(facts);
    return { kind, why, about: title, left, payment, name, organization, timeZone, settingsUrl: this.settingsUrl };
  }
}

function mayBeTold({ role, isVerified }: Recipient, kind: AnyKind): boolean {
  return role !== null && isVerified && can(role, notificationKinds[kind].permission);
}
