import { expect, test } from 'vitest';
import { notice, original, readText, report } from './testing/mails.ts';

const status =
  'Reporting-MTA: dns; mx.example.org\nOriginal-Envelope-Id: env-two\n\nFinal-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.1.1';
const without = original.replace(/Return-Path.*\n/, '');
const elsewhere = (text: string) => text.replace('To: b-one@bounces.shop.example', 'To: bounces@shop.example');

test('the return path of the envelope is believed first', () => {
  const mail = readText(report({ status }), ['B-THREE@bounces.shop.example']);
  expect(mail).toMatchObject({ deliveryId: 'three', markedBy: 'token' });
});

test.each(['To', 'Delivered-To', 'X-Original-To', 'Envelope-To'])('the return path is found in %s', (name) => {
  const text = elsewhere(notice('<ada@example.org>:\n550 no such user', `${name}: <b-four@bounces.shop.example>\n`));
  expect(readText(text)).toMatchObject({ deliveryId: 'four', markedBy: 'token' });
});

test('without a return path the envelope id tells, then the Message-ID', () => {
  const text = elsewhere(report({ status, returned: `${without}\n\nHello` }));
  expect(readText(text)).toMatchObject({ deliveryId: 'two', markedBy: 'envelope_id', envelopeId: 'env-two' });
  expect(readText(text.replace('env-two', 'QQ314159'))).toMatchObject({ deliveryId: 'one', markedBy: 'message_id' });
});

test('an envelope id in xtext is decoded', () => {
  const text = elsewhere(report({ status: status.replace('env-two', 'env+2Dtwo'), returned: `${without}\n\nHello` }));
  expect(readText(text)).toMatchObject({ deliveryId: 'two', markedBy: 'envelope_id' });
});

test.each([
  [
    'headers that the notice quotes',
    `<ada@example.org>:\n550 no such user\n\n--- Below this line is a copy of the message.\n\n${without}`,
  ],
  ['a line of the notice', '<ada@example.org>:\n550 no such user\n\nMessage-ID: <one@shop.example>'],
])('the Message-ID is found in %s', (_, text) => {
  expect(readText(elsewhere(notice(text)))).toMatchObject({
    kind: 'bounce',
    deliveryId: 'one',
    markedBy: 'message_id',
  });
});

test('the Message-ID is found among those that it replies to', () => {
  const text = elsewhere(notice('<ada@example.org>:\n550 no such user', 'In-Reply-To: <one@shop.example>\n'));
  expect(readText(text)).toMatchObject({ deliveryId: 'one', markedBy: 'message_id' });
});

test('a bounce of somebody else is read and belongs to no delivery', () => {
  const text = elsewhere(notice('<ada@example.org>:\n550 no such user'));
  expect(readText(text)).toMatchObject({ kind: 'bounce', deliveryId: null, markedBy: null });
});
