import { Injectable } from '@nestjs/common';
import { explainIncident, type IncidentFacts } from '@engagex/domain/incidents';
import {
  type ConnectionNotification,
  connectionNotifications,
  type DomainNotification,
  domainNotifications,
  type IncidentNotification,
  type LimitNotification,
  limitNotifications,
  type NotificationKind,
  wordsForConnection,
  wordsForDomain,
  wordsForIncident,
  wordsForLimit,
  wordsForNotification,
} from '@engagex/domain/notifications';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { Mail, type WholeMessage } from '../../ports/mail.ts';
import { AccountMail } from '../accounts/index.ts';
import { Batches, type Begun, type Claim, Claims } from '../hand-over/index.ts';
import { NotificationOutcomes } from './notification-outcomes.ts';
import { rolesThatAct, rolesThatManage, rolesThatPay, rolesThatSee, rolesThatSeeUsage } from './notifications.ts';
import { failNotification, renewNotification, takeNotification } from './notifications.queries.ts';

interface Taken {
  readonly id: string;
  readonly state: 'submitting' | 'dropped';
  readonly kind:
    | NotificationKind
    | DomainNotification
    | IncidentNotification
    | ConnectionNotification
    | LimitNotification;
  readonly why: string;
  readonly attempts: number;
  readonly createdAt: Date;
  /** It is about a campaign, a comment on a template, a sending domain, an incident, a mailbox or Postmaster credentials. */
  readonly campaignId: string | null;
  readonly commentId: string | null;
  readonly templateId: string | null;
  readonly domainId: string | null;
  readonly incident: ({ readonly id: string } & IncidentFacts) | null;
  readonly name: string;
  readonly email: string;
  /** What it is about is called. */
  readonly about: string;
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
    const who = [rolesThatAct, claimId, rolesThatSee, rolesThatManage, rolesThatSeeUsage, rolesThatPay];
    const parameters = [id, this.clock.now(), this.#inSeconds(seconds), ...who];
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
    const { organizationId } = currentScope();
    const settingsUrl = this.accountMail.addressOf(`/o/${organizationId}/settings/you`);
    const { label, path } = placeOf(taken);
    const message = {
      to: { name: taken.name, address: taken.email },
      ...wordsFor(taken, settingsUrl),
      button: { label, url: this.accountMail.addressOf(`/o/${organizationId}${path}`) },
    };
    return this.accountMail.compose(message, taken.id);
  }

  #inSeconds(seconds: number): Date {
    return new Date(this.clock.now().getTime() + seconds * 1_000);
  }
}

function wordsFor({ kind, about, ...taken }: Taken, settingsUrl: string) {
  if (isAboutIncident(kind)) return wordsForIncident({ ...taken, kind, title: titleOf(taken), settingsUrl });
  if (isAboutConnection(kind)) return wordsForConnection({ ...taken, kind, about, settingsUrl });
  if (isAboutLimit(kind)) return wordsForLimit({ ...taken, kind, about, settingsUrl });
  return isAboutDomain(kind)
    ? wordsForDomain({ ...taken, kind, domain: about, settingsUrl })
    : wordsForNotification({ ...taken, kind, about, settingsUrl });
}

function titleOf({ incident }: Pick<Taken, 'incident'>): string {
  return incident ? explainIncident(incident).title : 'Incident';
}

type Place = Pick<Taken, 'kind' | 'campaignId' | 'templateId' | 'commentId' | 'domainId' | 'incident'>;

/** Where somebody can do something about it. */
function placeOf({ kind, campaignId, templateId, commentId, domainId, incident }: Place) {
  if (isAboutIncident(kind)) return { label: 'Open the incident', path: `/deliverability/incidents/${incident?.id}` };
  if (kind === 'event_export_failed' || kind === 'event_export_mended')
    return { label: 'Open the daily export', path: '/settings/event-export' };
  if (isAboutLimit(kind)) return { label: 'See plan and usage', path: '/settings/usage' };
  if (isAboutConnection(kind))
    return kind.startsWith('mailbox')
      ? { label: 'Open the transports', path: '/settings/transports' }
      : { label: 'Open deliverability', path: '/deliverability' };
  if (kind === 'delivery_test_worse' || kind === 'delivery_test_failed' || kind === 'delivery_test_mended')
    return { label: 'Open the delivery test', path: `/settings/domains/${domainId}/delivery-tests` };
  if (isAboutDomain(kind)) return { label: 'Open the domain', path: `/settings/domains/${domainId}` };
  if (kind === 'mentioned') return { label: 'Open the comment', path: `/templates/${templateId}#comment-${commentId}` };
  const path = `/campaigns/${campaignId}`;
  if (kind === 'approval_asked') return { label: 'Review request', path: `${path}/approval` };
  return { label: 'Open the campaign', path: kind === 'declined' ? `${path}/approval` : path };
}

function isAboutIncident(kind: Taken['kind']): kind is IncidentNotification {
  return kind === 'incident_opened' || kind === 'incident_closed';
}

function isAboutConnection(kind: Taken['kind']): kind is ConnectionNotification {
  const ofConnections: readonly string[] = connectionNotifications;
  return ofConnections.includes(kind);
}

function isAboutLimit(kind: Taken['kind']): kind is LimitNotification {
  const ofLimits: readonly string[] = limitNotifications;
  return ofLimits.includes(kind);
}

function isAboutDomain(kind: NotificationKind | DomainNotification): kind is DomainNotification {
  const ofDomains: readonly string[] = domainNotifications;
  return ofDomains.includes(kind);
}
