import { DomainError } from '../shared/index.ts';
import type { Held } from './limit.ts';

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
