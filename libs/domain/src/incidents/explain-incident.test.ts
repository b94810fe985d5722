import { expect, test } from 'vitest';
import { explainIncident } from './explain-incident.ts';

const about = { domain: 'shop.example', mailboxProvider: 'gmail', class: 'policy' } as const;

test.each([
  ['policy', ['550-5.7.1 [192.0.2.1] Our system has detected an unusual rate of unsolicited mail'], 'policy', null],
  [
    'policy',
    ['554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org'],
    'blocklist',
    'Spamhaus',
  ],
  ['content', ['554 5.7.1 Message contains a domain listed by SURBL'], 'blocklist', 'SURBL'],
  ['policy', ['550 Blacklisted, see our page'], 'blocklist', null],
  ['content', ['552 5.7.0 Our system detected spam'], 'content', null],
  ['auth', ['550 5.7.26 SPF check failed, see spamhaus.org'], 'auth', null],
  ['policy', [], 'policy', null],
] as const)('%s with %j is explained as %s', (given, samples, kind, list) => {
  const explained = explainIncident({ ...about, class: given, samples });
  expect([explained.kind, explained.list?.name ?? null]).toEqual([kind, list]);
  expect(explained.steps.length).toBeGreaterThan(1);
});

test('the title says who refuses what, also for mailbox providers without a name of their own', () => {
  expect(explainIncident({ ...about, samples: [] }).title).toBe(
    'Gmail refuses messages from shop.example by its policy',
  );
  expect(explainIncident({ ...about, mailboxProvider: 'other', class: 'auth', samples: [] }).title).toBe(
    'Other providers refuse messages from shop.example because authentication fails',
  );
});
