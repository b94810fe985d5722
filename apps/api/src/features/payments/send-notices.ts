import { Injectable } from '@nestjs/common';
import { amountOf, type PaymentNotice, wordsForPayment } from '@engagex/domain/payments';
import { currentScope, TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { type HandOver, Mail } from '../../ports/mail.ts';
import { AccountMail } from '../accounts/index.ts';
import { Plans } from '../plans/index.ts';
import type { NoticeFacts } from './due-notices.ts';
import { recordNotice, takeNotice } from './notices.queries.ts';

const leaseMs = 10 * 60_000;
const mostAttempts = 8;
const firstPauseMs = 30_000;

interface Taken {
  readonly state: string;
  readonly kind: PaymentNotice;
  readonly facts: NoticeFacts;
  readonly attempts: number;
  readonly name: string;
  readonly email: string;
  readonly organization: string;
  readonly timeZone: string;
}

/** Mails one owner what they are to be told. Never twice: what may be out already stays as it is. */
@Injectable()
export class SendNotices {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly mail: Mail,
    private readonly accountMail: AccountMail,
    private readonly plans: Plans,
  ) {}

  async send(id: string): Promise<void> {
    const now = this.clock.now();
    const { taken, planName } = await this.db.transaction(async () => {
      const found = await this.db.row<Taken>(takeNotice, [id, now, new Date(now.getTime() + leaseMs)]);
      return { taken: found, planName: found && (await this.#planOf(found)) };
    });
    if (taken?.state !== 'submitting') return;
    const answer = await this.mail.send(this.#compose(id, taken, planName ?? ''));
    const state = stateAfter(answer, taken.attempts);
    const dueAt = new Date(this.clock.now().getTime() + firstPauseMs * 2 ** taken.attempts);
    await this.db.transaction(() => this.db.rows(recordNotice, [id, state, dueAt, answer.response]));
  }

  /** Once it has ended, what holds instead. */
  async #planOf({ kind, facts }: Taken): Promise<string> {
    const paid = this.plans.all().find(({ key }) => key === facts.planKey);
    return kind === 'subscription_ended' || !paid ? (await this.plans.current()).name : paid.name;
  }

  #compose(id: string, { kind, facts, name, email, organization, timeZone }: Taken, plan: string) {
    const { organizationId } = currentScope();
    const { subject, paragraphs, button } = wordsForPayment({
      kind,
      organization,
      name,
      plan,
      amount: facts.amount === null ? '' : shownAmount(facts.amount, facts.currency),
      date: facts.at === null ? '' : shownDate(facts.at, kind === 'card_expiring' ? 'UTC' : timeZone),
      about: facts.about,
    });
    const url = this.accountMail.addressOf(`/o/${organizationId}/settings/billing`);
    return this.accountMail.compose(
      { to: { name, address: email }, subject, paragraphs, button: { label: button, url } },
      id,
    );
  }
}

function stateAfter({ kind }: HandOver, attempts: number): string {
  if (kind === 'accepted' || kind === 'unknown') return kind;
  return kind === 'deferred' && attempts < mostAttempts ? 'pending' : 'failed';
}

function shownAmount(minor: number, currency: string): string {
  const text = amountOf(minor, currency);
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  return format.format(text as Intl.StringNumericLiteral); // decimal text, which keeps every digit
}

function shownDate(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(new Date(at));
}
