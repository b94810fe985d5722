import { DomainError, type PlanFeature, planFeatureNames } from '../shared/index.ts';
import type { Held, Limited } from './limit.ts';
import type { UseOfLimit } from './plans.contract.ts';

/** How much of what is held a plan has room for. */
export interface Room {
  /** The plan's name. */
  readonly plan: string;
  readonly most: number;
  readonly used: number;
}

const words: Readonly<Record<Held, { readonly one: string; readonly many: string; readonly makeRoom: string }>> = {
  contacts: { one: 'contact', many: 'contacts', makeRoom: 'Delete contacts you no longer need' },
  seats: { one: 'member', many: 'members, open invitations included', makeRoom: 'Remove a member or an invitation' },
  domains: { one: 'sending domain', many: 'sending domains', makeRoom: 'Delete a domain you no longer send from' },
};

/** Why no more are taken, and what to do about it. */
export function noRoom(of: Held, { plan, most, used }: Room): string {
  const { one, many, makeRoom } = words[of];
  const there = used > most ? `, and you have ${used.toLocaleString('en')}` : '';
  return `Your plan (${plan}) has room for ${most.toLocaleString('en')} ${most === 1 ? one : many}${there}. ${makeRoom}, or ask an owner for a larger plan.`;
}

export function beyondPlan(of: Held, room: Room): DomainError {
  return new DomainError('beyond-plan', `plan.no-${of}-left`, noRoom(of, room));
}

export function notIncluded(plan: string, feature: PlanFeature): string {
  return `Your plan (${plan}) does not include ${planFeatureNames[feature]}. Ask an owner to change the plan.`;
}

export function withoutFeature(plan: string, feature: PlanFeature): DomainError {
  return new DomainError('beyond-plan', 'plan.feature-not-included', notIncluded(plan, feature));
}

export const noticedPercents = [80, 100, 120] as const;

/** Which of the percents that owners are told of are used or reserved, from the least on. Of what is paid by use: once all that is included is. */
export function percentsReached({ kind, amount, used, reserved }: UseOfLimit): (typeof noticedPercents)[number][] {
  if (kind === null || amount === null) return [];
  const taken = used + reserved;
  const of = kind === 'metered' ? ([100] as const) : noticedPercents;
  return of.filter((percent) => taken > 0 && taken * 100 >= amount * percent);
}

const unitsOf: Readonly<Record<Limited, string>> = {
  emails: 'emails',
  contacts: 'contacts',
  seats: 'seats',
  events: 'events',
  domains: 'sending domains',
};

/** How much is used, and what happens at the limit, in two paragraphs. */
export function wordsForUse({ of, kind, amount, most, used, reserved }: UseOfLimit, plan: string): string {
  const number = (n: number | null) => (n ?? 0).toLocaleString('en');
  const month = of === 'emails' || of === 'events' ? ' this month' : '';
  const grace = kind === 'soft' ? ` The limit has some grace: it holds from ${number(most)} on.` : '';
  const uses = `${number(used + reserved)} of ${number(amount)} ${unitsOf[of]} in the plan (${plan}) are used${month}.`;
  return `${uses}\n\n${kind === 'metered' ? 'More than these are charged by use.' : `${atLimit[of]}${grace}`}`;
}

const atLimit: Readonly<Record<Limited, string>> = {
  emails:
    'At the limit, campaigns do not start if they need more emails than are left. Receipts and password resets are still sent.',
  contacts:
    'At the limit, contacts can no longer be added: imports take what fits, and forms take a few more people and then close. Nobody is deleted.',
  seats: 'At the limit, nobody else can be invited. Members stay.',
  events: 'At the limit, more events are refused and counted. What is stored stays.',
  domains: 'At the limit, no sending domains can be added. Those there are keep working.',
};
