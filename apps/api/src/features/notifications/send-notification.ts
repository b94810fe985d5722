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
import type { WholeMessage } from '../../ports/mail.ts';
import { AccountMail } from '../accounts/index.ts';
import { type NewClaim, type SystemMail, SystemMails } from '../hand-over/index.ts';
import { rolesThatAct, rolesThatManage, rolesThatPay, rolesThatSee, rolesThatSeeUsage } from './notifications.ts';
import { notificationSql, takeNotification } from './notifications.queries.ts';

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

/** Mails one notification to one person. */
@Injectable()
export class SendNotification {
  readonly mail: SystemMail<Taken>;

  constructor(
    private readonly db: TenantDb,
    private readonly accountMail: AccountMail,
    mails: SystemMails,
  ) {
    this.mail = mails.of<Taken>({
      kind: 'notifications',
      sql: notificationSql,
      take: (id, claim) => this.#take(id, claim),
      compose: (taken) => this.#compose(taken),
      changing: (_id, change) => change(),
    });
  }

  async #take(id: string, { claimId, now, until }: NewClaim): Promise<Taken | null> {
    const who = [rolesThatAct, claimId, rolesThatSee, rolesThatManage, rolesThatSeeUsage, rolesThatPay];
    const taken = await this.db.row<Taken>(takeNotification, [id, now, until, ...who]);
    return taken?.state === 'submitting' ? taken : null;
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
