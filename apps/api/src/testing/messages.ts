import { expect } from 'vitest';
import { type MessageView, messagesRoutes } from '@engagex/domain/messages';
import { addresses } from './builders.ts';
import type { Fault } from './smtp.ts';
import type { TestMember } from './test-api.ts';

/** Whom a server of these tests refuses, puts off, or hangs up on once it has the message. */
export function faultOf(to: string): Fault | null {
  if (to.startsWith('refused')) return { at: 'rcpt', code: 550 };
  if (to.startsWith('busy')) return { at: 'rcpt', code: 451 };
  if (to.startsWith('lost')) return { at: 'answer', code: 'drop' };
  return null;
}

export const from = { name: 'Shop', address: 'orders@shop.example' };
export const one = (name = 'person') => addresses(1, name)[0]!;
export const simple = (address: string) => ({
  to: { address },
  from,
  subject: 'Your order',
  text: 'It is on its way.',
});

export const file = (name: string, content = 'plain', contentType = 'application/pdf') => ({
  name,
  contentType,
  content: Buffer.from(content).toString('base64'),
});

/** The outcome of a message once nothing more happens to it at once. */
export async function settled(member: TestMember, id: string): Promise<MessageView> {
  const open = ['pending', 'claimed', 'submitting'];
  await expect
    .poll(async () => (await member.call(messagesRoutes.get, { id })).state, { timeout: 10_000 })
    .not.toSatisfy((state: string) => open.includes(state));
  return member.call(messagesRoutes.get, { id });
}

/** Posts as a program would, with headers of its own. */
export async function post(member: TestMember, body: object, headers: Record<string, string> = {}) {
  const response = await member.fetch('/api/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> }; // any JSON
}
