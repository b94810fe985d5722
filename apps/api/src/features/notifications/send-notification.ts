import { Injectable } from '@nestjs/common';
import {
  type DomainNotification,
  domainNotifications,
  type NotificationKind,
  wordsForDomain,
  wordsForNotification,
} from '@engagex/domain/notifications';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { Mail, type WholeMessage } from '../../ports/mail.ts';
import { AccountMail } from '../accounts/index.ts';
import { Batches, type Begun, type Claim, Claims } from '../hand-over/index.ts';
import { NotificationOutcomes } from './notification-outcomes.ts';
import { rolesThatAct } from './notifications.ts';
import { failNotification, renewNotification, takeNotification } from './notifications.queries.ts';

interface Taken {
  readonly id: string;
  readonly state: 'submitting' | 'dropped';
  readonly kind: NotificationKind | DomainNotification;
  readonly why: string;
  readonly attempts: number;
  readonly createdAt: Date;
  /** One of the two that it can be about. */
  readonly campaignId: string | null;
  readonly domainId: string | null;
  readonly name: string;
  readonly email: string;
  readonly campaign: string | null;
  readonly domain: string | null;
  readonly organization: string;
  readonly left: number;
}

/** One whose mail server takes longer to answer keeps none of the next waiting, but so many may not be answered. */
const mostUnanswered = 20;

/** Mails one notification to one person. */
@Injectable()
export class SendNotification {
  readonly #unanswered = new Set<Promise<unknown>>();

  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly batches: Batches,
    private readonly mail: Mail,
    private readonly accountMail: AccountMail,
    private readonly outcomes: NotificationOutcomes,
  ) {}

  /** Resolves when it is answered, or when the answer may take long: that is recorded when it comes. */
  async send(id: string): Promise<void> {
    while (this.#unanswered.size >= mostUnanswered) await Promise.race(this.#unanswered);
    await this.outcomes.settleExpired(id);
    await this.claims.hold(
      {
        kind: 'notifications',
        campaignId: null,
        most: 1,
        begin: (claimId, seconds) => this.#take(id, claimId, seconds),
        renew: (claimId, seconds) =>
          this.db.affected(renewNotification, [claimId, this.clock.now(), this.#inSeconds(seconds)]),
      },
      (claim, taken) => this.#send(claim, taken),
    );
  }

  /** It cannot be mailed; the campaign's page says what it would have said. */
  async giveUp(id: string, words: string): Promise<void> {
    await this.db.transaction(() => this.db.rows(failNotification, [id, words]));
  }

  async #take(id: string, claimId: string, seconds: number): Promise<Taken | null> {
    const parameters = [id, this.clock.now(), this.#inSeconds(seconds), rolesThatAct, claimId];
    const taken = await this.db.transaction(() => this.db.row<Taken>(takeNotification, parameters));
    return taken?.state === 'submitting' ? taken : null;
  }

  async #send(claim: Claim, taken: Taken): Promise<Begun<void>> {
    const { id, attempts, createdAt } = taken;
    const batch = this.batches.begin({
      claim,
      mail: this.mail,
      transport: null,
      compose: () => this.#compose(taken),
      record: async (answers) => {
        for (const { outcome } of answers) await this.outcomes.record(claim.id, outcome, { attempts, createdAt });
      },
      recorded: async () => {},
    });
    const slices = await batch.handOver([{ id, attempts, mailboxProvider: 'other' }]);
    await slices.quiet;
    if (batch.isAnswered) {
      await slices.recorded;
      return { result: undefined, rest: null };
    }
    const answered = slices.recorded.catch(() => {}).finally(() => this.#unanswered.delete(answered));
    this.#unanswered.add(answered);
    return { result: undefined, rest: slices.recorded };
  }

  #compose(taken: Taken): WholeMessage {
    const { id, name, email, campaignId, kind, ...facts } = taken;
    const { organizationId } = currentScope();
    const settingsUrl = this.accountMail.addressOf(`/o/${organizationId}/settings/you`);
    if (isAboutDomain(kind)) return this.#composeAboutDomain({ ...taken, kind }, settingsUrl);
    const isToDecide = kind === 'approval_asked';
    const path = `/o/${organizationId}/campaigns/${campaignId}`;
    const url = this.accountMail.addressOf(isToDecide || kind === 'declined' ? `${path}/approval` : path);
    const message = {
      to: { name, address: email },
      ...wordsForNotification({ ...facts, kind, campaign: facts.campaign ?? '', name, settingsUrl }),
      button: { label: isToDecide ? 'Review request' : 'Open the campaign', url },
    };
    return this.accountMail.compose(message, id);
  }

  #composeAboutDomain(
    { id, name, email, domain, domainId, kind, why, organization }: Taken & { readonly kind: DomainNotification },
    settingsUrl: string,
  ): WholeMessage {
    const path = `/o/${currentScope().organizationId}/domains/${domainId}`;
    const message = {
      to: { name, address: email },
      ...wordsForDomain({ kind, why, domain: domain ?? '', organization, name, settingsUrl }),
      button: { label: 'Open the domain', url: this.accountMail.addressOf(path) },
    };
    return this.accountMail.compose(message, id);
  }

  #inSeconds(seconds: number): Date {
    return new Date(this.clock.now().getTime() + seconds * 1_000);
  }
}

function isAboutDomain(kind: NotificationKind | DomainNotification): kind is DomainNotification {
  const ofDomains: readonly string[] = domainNotifications;
  return ofDomains.includes(kind);
}
