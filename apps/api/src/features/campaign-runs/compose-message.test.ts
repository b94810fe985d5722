import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { Campaign } from '@engagex/domain/campaigns';
import { TrackingTokens } from '../engagements/index.ts';
import { prepareLanguages } from '../templates/index.ts';
import { composerOf } from './compose-message.ts';

test('everything in a message leads to the link host, and List-Unsubscribe to the installation whatever becomes of it', () => {
  const html = '<a href="{{ tracking }}/0">Sale</a> <a href="{{ unsubscribe_url }}">Unsubscribe</a></body>';
  const compose = composerOf({
    campaign: Object.assign(new Campaign(), { senderName: 'Shop', senderEmail: 'news@shop.example', name: 'Sale' }),
    organizationName: 'Shop',
    postalAddress: null,
    messages: prepareLanguages({ subject: 'Sale', html, text: 'Sale {{ preferences_url }}' }),
    organizationId: randomUUID(),
    publicUrl: 'https://mail.engagex.example/',
    linkBase: 'https://links.shop.example',
    tokens: new TrackingTokens('bR6nT0xKf4wUj8eYv2cGm7zHs5iLq1oP'),
    note: () => {},
  });
  const message = compose({
    id: randomUUID(),
    address: 'ada@example.com',
    firstName: null,
    lastName: null,
    phone: null,
    language: null,
    country: null,
    attributes: {},
    mailboxProvider: 'other',
    attempts: 0,
    variant: 0,
  });
  const values = message.values.join('\n');
  expect(values).toContain('https://links.shop.example/t/');
  expect(values).toContain('https://links.shop.example/u/');
  expect(values).not.toContain('engagex.example');
  expect(message.headers?.['List-Unsubscribe']).toMatch(/^<https:\/\/mail\.engagex\.example\/u\/[\w-]+>$/);
});
