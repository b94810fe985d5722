import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { type HandOver, Mail, type OutgoingMessage, type Watch } from '../../ports/mail.ts';
import { GuardedMail } from './guarded-mail.ts';

const messageFrom = (address: string): OutgoingMessage => ({
  deliveryId: address,
  from: { name: '', address },
  to: { name: '', address: 'ada@example.com' },
  messageId: `<${address}>`,
  headers: {},
  subject: '',
  html: '',
  text: '',
});

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Takes everything, and tells so as it goes. */
class Taking extends Mail {
  async sendAll(messages: readonly OutgoingMessage[], watch: Watch): Promise<HandOver[]> {
    return messages.map(({ deliveryId }, index) => {
      watch.begun(index);
      if (!watch.leave([index])) throw new Error('It may leave.');
      const handOver: HandOver = { kind: 'accepted', response: deliveryId };
      watch.answered(index, handOver);
      return handOver;
    });
  }

  async close(): Promise<void> {}
}

test('what a transport must not carry is refused, and whoever watches hears of each message by its own number', async () => {
  const mail = new GuardedMail(new Taking(), async (address) => ({
    problem: address.startsWith('bad') ? 'Not yours.' : null,
    key: null,
  }));
  const answers = new Map<number, string>();
  const left: number[] = [];
  const begun: number[] = [];
  const watch: Watch = {
    party: 'one',
    isWanted: () => true,
    leave: (indexes) => left.push(...indexes) > 0,
    begun: (index) => void begun.push(index),
    answered: (index, { response }) => void answers.set(index, response),
  };
  const from = ['bad1', 'good1', 'bad2', 'good2', 'good3'];
  const expected = ['Not yours.', 'good1', 'Not yours.', 'good2', 'good3'];
  const handOvers = await mail.sendAll(from.map(messageFrom), watch);
  expect(handOvers.map(({ response }) => response)).toEqual(expected);
  expect([...answers].toSorted(([one], [other]) => one - other).map(([, response]) => response)).toEqual(expected);
  expect([left, begun]).toEqual([
    [1, 3, 4],
    [1, 3, 4],
  ]);
  await mail.sendAll(['good1'].map(messageFrom), watch);
  expect(answers.get(0)).toBe('good1');
});

test('messages are given the key of their sender, and nothing leaves while nobody can say which', async () => {
  const seen: (string | null)[] = [];
  const taking = new Taking();
  const noting = Object.assign(new Taking(), {
    sendAll: (messages: readonly OutgoingMessage[], watch: Watch) => {
      seen.push(...messages.map(({ signWith }) => signWith?.selector ?? null));
      return taking.sendAll(messages, watch);
    },
  });
  const mail = new GuardedMail(noting, async (address) => {
    if (address === 'away') throw new Error('The database is away.');
    const key = address === 'good1' ? { domain: 'shop.example', selector: 's1', privateKey } : null;
    return { problem: null, key };
  });
  const kindsOf = async (...from: string[]) => (await mail.sendAll(from.map(messageFrom))).map(({ kind }) => kind);
  expect(await kindsOf('good1', 'good2')).toEqual(['accepted', 'accepted']);
  expect(seen).toEqual(['s1', null]);
  expect(await kindsOf('good1', 'away')).toEqual(['withheld', 'withheld']);
  expect(seen).toHaveLength(2);
});
