import { entitlementOf, isOver, type PaymentNotice } from '@engagex/domain/payments';
import type { CustomerState, FetchedInvoice, FetchedSubscription, PaymentMethod } from '../../ports/payments.ts';

const dayMs = 86_400_000;
const trialDaysBefore = 3;
const cardDaysBefore = 21;
/** What is older was told then, or is told by nobody any more. */
const newsDays = 3;

export interface DueNotice {
  readonly kind: PaymentNotice;
  /** The same for what is told once. */
  readonly subject: string;
  readonly facts: NoticeFacts;
}

/** What the mail is made of, apart from who gets it. */
export interface NoticeFacts {
  readonly planKey: string | null;
  /** In the smallest unit; null where there is none. */
  readonly amount: number | null;
  readonly currency: string;
  readonly at: string | null;
  readonly about: string;
}

interface Standing {
  readonly state: Pick<CustomerState, 'invoices' | 'paymentMethod'>;
  readonly current: FetchedSubscription | null;
  readonly planKey: string | null;
}

/** What owners are to be told of this state by now, and when there may be more to tell though nothing changes. */
export function noticesDue(standing: Standing, now: Date): { notices: readonly DueNotice[]; remindAt: Date | null } {
  const reminders = [...trialEnding(standing), ...cardExpiring(standing)];
  const later = reminders.map(({ at }) => at).filter((at) => at > now);
  return {
    notices: [
      ...reminders.filter(({ at, until }) => at <= now && now < until).map(({ notice }) => notice),
      ...standing.state.invoices.flatMap((invoice) => aboutInvoice(invoice, standing, now)),
      ...ended(standing, now),
    ],
    remindAt: later.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null,
  };
}

interface Reminder {
  readonly at: Date;
  readonly until: Date;
  readonly notice: DueNotice;
}

function trialEnding({ current, planKey }: Standing): Reminder[] {
  if (current?.status !== 'trialing' || !current.trialEnd || current.cancelsAt) return [];
  const { id, trialEnd, amount, currency } = current;
  const at = new Date(trialEnd.getTime() - trialDaysBefore * dayMs);
  const facts = { planKey, amount, currency, at: trialEnd.toISOString(), about: '' };
  return [{ at, until: trialEnd, notice: { kind: 'trial_ending', subject: `${id} ${trialEnd.toISOString()}`, facts } }];
}

function cardExpiring({ current, planKey, state: { paymentMethod: card } }: Standing): Reminder[] {
  if (!current || entitlementOf(current.status) !== 'plan' || !card?.expMonth || !card.expYear) return [];
  const until = new Date(Date.UTC(card.expYear, card.expMonth)); // it is good until the month is over
  const at = new Date(until.getTime() - cardDaysBefore * dayMs);
  const subject = `${card.fingerprint ?? card.last4} ${card.expYear}-${card.expMonth}`;
  const lastDay = new Date(until.getTime() - dayMs).toISOString();
  const facts = { planKey, amount: null, currency: current.currency, at: lastDay, about: nameOf(card) };
  return [{ at, until, notice: { kind: 'card_expiring', subject, facts } }];
}

function aboutInvoice(invoice: FetchedInvoice, { planKey }: Standing, now: Date): DueNotice[] {
  const { id, status, attempts, amountDue, amountPaid, paidAt, number, currency, nextAttemptAt } = invoice;
  const common = { planKey, currency, about: number ?? '' };
  if (status === 'open' && attempts > 0) {
    const facts = { ...common, amount: amountDue, at: nextAttemptAt?.toISOString() ?? null };
    return [{ kind: 'payment_failed', subject: `${id} ${attempts}`, facts }];
  }
  if (status !== 'paid' || amountPaid <= 0 || !paidAt || !isNews(paidAt, now)) return [];
  return [{ kind: 'invoice_paid', subject: id, facts: { ...common, amount: amountPaid, at: paidAt.toISOString() } }];
}

function ended({ current, planKey }: Standing, now: Date): DueNotice[] {
  if (!current || !isOver(current.status) || !current.endedAt || !isNews(current.endedAt, now)) return [];
  const facts = { planKey, amount: null, currency: current.currency, at: current.endedAt.toISOString(), about: '' };
  return [{ kind: 'subscription_ended', subject: current.id, facts }];
}

function isNews(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() < newsDays * dayMs;
}

function nameOf({ brand, last4 }: PaymentMethod): string {
  const name = brand.charAt(0).toUpperCase() + brand.slice(1);
  return last4 ? `${name} ending in ${last4}` : name;
}
