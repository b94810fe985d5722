import { expect } from 'vitest';
import { deliveriesRoutes, type DeliveryView, openStates, totalOf } from '@engagex/domain/deliveries';
import type { TestMember } from './test-api.ts';

/** Everyone in a campaign's ledger, by address. */
export async function accountsOf(member: TestMember, id: string): Promise<Map<string, DeliveryView>> {
  const accounts = new Map<string, DeliveryView>();
  let cursor: string | null = null;
  do {
    const page: { items: DeliveryView[]; nextCursor: string | null } = await member.call(deliveriesRoutes.list, {
      id,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    for (const item of page.items) accounts.set(item.address, item);
    cursor = page.nextCursor;
  } while (cursor);
  return accounts;
}

/**
 * What must hold whatever went wrong, recipient by recipient: the ledger is closed, adds up, and says what the server
 * saw. Accepted is one message that it took, unknown is one or none, all else is none; and nobody has two.
 * Resolves to the ledger, and who is in which state.
 */
export async function expectAccounted(
  member: TestMember,
  { id, audience, took }: { id: string; audience: readonly string[]; took: readonly string[] },
) {
  const ledger = await member.call(deliveriesRoutes.ledger, { id });
  const accounts = await accountsOf(member, id);
  expect(totalOf(ledger), 'the ledger adds up').toBe(audience.length);
  expect(new Set(accounts.keys()), 'everyone in the audience is accounted for').toEqual(new Set(audience));
  const times = new Map<string, number>();
  for (const to of took) times.set(to, (times.get(to) ?? 0) + 1);
  const wrong = [...accounts.values()].flatMap(({ address, state, reason, response }) => {
    const count = times.get(address) ?? 0;
    const isTrue = state === 'accepted' ? count === 1 : state === 'unknown' ? count <= 1 : count === 0;
    const isOpen = openStates.some((open) => open === state);
    return isTrue && !isOpen ? [] : [{ address, state, reason, response, messages: count }];
  });
  expect(wrong, 'the ledger says what the server saw').toEqual([]);
  const inState = (state: DeliveryView['state']) => [...accounts.values()].filter((account) => account.state === state);
  return { ledger, accounts, unknown: inState('unknown') };
}
