import { expect, test } from 'vitest';
import { hitReasons } from '@engagex/domain/engagements';
import { wordsForMachine } from './machine-words.ts';

const at = '2026-11-30T08:00:00.000Z';

test.each([
  ['open', ['privacy_proxy', 'private_relay'], 'Opened by Apple’s privacy proxy'],
  ['click', ['gateway_network', 'not_opened'], 'Clicked by a security gateway'],
  ['click', ['many_links', 'cloud_network'], 'Clicked automatically: many links within seconds, from a data center'],
  ['click', ['bare_name', 'no_name'], 'Clicked automatically: a client that does not name itself'],
  ['open', [], 'Opened automatically'],
] as const)('%s because of %j: %s', (kind, reasons, words) => {
  expect(wordsForMachine({ kind, reasons: [...reasons], at })).toBe(words);
});

test('every reason that speaks for a machine has words', () => {
  const silent = new Set(['image_proxy', 'private_relay']);
  for (const reason of hitReasons.filter((each) => !silent.has(each)))
    expect(wordsForMachine({ kind: 'click', reasons: [reason], at })).not.toBe('Clicked automatically');
});
