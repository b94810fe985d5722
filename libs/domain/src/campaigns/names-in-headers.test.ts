import { expect, test } from 'vitest';
import { organizationInput } from '../accounts/index.ts';
import { messageInput } from '../messages/index.ts';
import { campaignsRoutes } from './campaigns.contract.ts';

const message = { to: { address: 'ada@example.com' }, subject: 'Hi', text: 'Hi' };
const address = 'shop@shop.example';
const file = { content: 'SGk=' };
const testWith = (senderName: string) => ({
  variants: [{ senderName }, { subject: 'Another' }],
  share: 10,
  metric: 'clicks',
  waitMinutes: 240,
  decidedBy: 'itself',
  whenUnclear: 'first',
});

/** Every field a person types that ends in a header as a name. */
const doors: Readonly<Record<string, (name: string) => { success: boolean }>> = {
  'sender of a new campaign': (name) => campaignsRoutes.create.body.safeParse({ name: 'News', senderName: name }),
  'sender of a campaign': (name) => campaignsRoutes.update.body.safeParse({ senderName: name }),
  'sender of a variant': (name) => campaignsRoutes.update.body.safeParse({ abTest: testWith(name) }),
  'usual sender': (name) => organizationInput.safeParse({ name: 'Shop', senderName: name }),
  'name of an organization': (name) => organizationInput.safeParse({ name }),
  'sender of a message': (name) => messageInput.safeParse({ ...message, from: { name, address } }),
  'who answers a message': (name) => messageInput.safeParse({ ...message, replyTo: { name, address } }),
  'who gets a message': (name) => messageInput.safeParse({ ...message, to: { name, address } }),
  'name of a file': (name) => messageInput.safeParse({ ...message, attachments: [{ ...file, name: `${name}.txt` }] }),
};
const breaksLine = ['A\r\nBcc: x@shop.example', 'A\nB', 'A\rB', 'A\u0000B', 'A\u0085B', 'A\u2028B', 'A\u007fB'];
const turns = ['Shop \u202egpj.exe', 'A\u202dB', 'A\u2066B\u2069', 'A\u202aB\u202c'];

test.each(Object.entries(doors))('%s: one line in one direction', (_what, accept) => {
  for (const name of ['Zoë’s shop', 'שלום\u200f', '東京', '“A” <b>, c']) expect(accept(name).success, name).toBe(true);
  for (const name of [...breaksLine, ...turns]) expect(accept(name).success, JSON.stringify(name)).toBe(false);
});
