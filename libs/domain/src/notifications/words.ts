import { amountOf, type PaymentNotice, paymentNotices, wordsForPayment } from '../payments/index.ts';
import type { AnyKind } from './kinds.ts';
import { type ConnectionNotification, connectionNotifications, wordsForConnection } from './words-for-connection.ts';
import { type DomainNotification, domainNotifications, wordsForDomain } from './words-for-domain.ts';
import { type IncidentNotification, incidentNotifications, wordsForIncident } from './words-for-incident.ts';
import { type LimitNotification, limitNotifications, wordsForLimit } from './words-for-limit.ts';
import { type NotificationWords, wordsForNotification } from './words-for-notification.ts';
import { type WorkNotification, workNotifications, wordsForWork } from './words-for-work.ts';

/** What the words about a payment are made of. */
export interface PaymentNumbers {
  /** The plan it is about; of one that ended, the plan that holds now. */
  readonly plan: string;
  /** In the smallest unit; null where there is none. */
  readonly amount: number | null;
  readonly currency: string;
  readonly at: string | null;
  /** An invoice's number or a card. */
  readonly about: string;
}

export interface AnyFacts {
  readonly kind: AnyKind;
  /** What happened, in words with numbers; paragraphs have an empty line between them. */
  readonly why: string;
  /** What it is about is called. */
  readonly about: string;
  readonly organization: string;
  /** The person who is notified. */
  readonly name: string;
  /** Of a campaign: people of the audience who were not mailed yet. */
  readonly left: number;
  readonly payment: PaymentNumbers | null;
  /** Dates of payments are told in this zone. */
  readonly timeZone: string;
  /** Where mail is turned off. */
  readonly settingsUrl: string;
}

/** The words of any notification. The first paragraph greets, the last says why this person gets it. */
export function wordsFor(facts: AnyFacts): NotificationWords {
  const { kind, about } = facts;
  if (isIncident(kind)) return wordsForIncident({ ...facts, kind, title: about });
  if (isConnection(kind)) return wordsForConnection({ ...facts, kind });
  if (isLimit(kind)) return wordsForLimit({ ...facts, kind });
  if (isDomain(kind)) return wordsForDomain({ ...facts, kind, domain: about });
  if (isWork(kind)) return wordsForWork({ ...facts, kind });
  if (isPayment(kind)) return wordsForNumbers(kind, facts);
  return wordsForNotification({ ...facts, kind });
}

/** What it says in the inbox: the subject of its mail and what happened, without greeting and reasons. */
export function shortWordsFor(facts: AnyFacts): { readonly title: string; readonly text: string } {
  const { subject, paragraphs } = wordsFor(facts);
  const [first = ''] = isPayment(facts.kind) ? paragraphs.slice(1, 2) : facts.why.split(/\n\s*\n/).filter(Boolean);
  return { title: subject, text: first };
}

function wordsForNumbers(kind: PaymentNotice, { payment, organization, name, timeZone }: AnyFacts): NotificationWords {
  const { plan = '', amount = null, currency = '', at = null, about = '' } = payment ?? {};
  return wordsForPayment({
    kind,
    organization,
    name,
    plan,
    amount: amount === null ? '' : shownAmount(amount, currency),
    date: at === null ? '' : shownDate(at, kind === 'card_expiring' ? 'UTC' : timeZone),
    about,
  });
}

function shownAmount(minor: number, currency: string): string {
  const text = amountOf(minor, currency);
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  return format.format(text as Intl.StringNumericLiteral); // decimal text, which keeps every digit
}

function shownDate(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(new Date(at));
}

const isIn =
  <Kind extends AnyKind>(kinds: readonly Kind[]) =>
  (kind: AnyKind): kind is Kind =>
    (kinds as readonly AnyKind[]).includes(kind); // widened only to ask

const isIncident = isIn<IncidentNotification>(incidentNotifications);
const isConnection = isIn<ConnectionNotification>(connectionNotifications);
const isLimit = isIn<LimitNotification>(limitNotifications);
const isDomain = isIn<DomainNotification>(domainNotifications);
const isWork = isIn<WorkNotification>(workNotifications);
const isPayment = isIn<PaymentNotice>(paymentNotices);
