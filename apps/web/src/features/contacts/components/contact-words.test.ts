import { suppressionReasons } from '@engagex/domain/suppressions';
import { skipReasons } from '@engagex/domain/deliveries';
import { expect, test } from 'vitest';
import { consentInWords, fieldInWords, outcomeInWords } from './contact-words.ts';

test('codes of countries, languages and time zones are shown by name, everything else as it is', () => {
  expect(fieldInWords('country', 'CH')).toBe('Switzerland');
  expect(fieldInWords('language', 'pt-BR')).toBe('Portuguese (Brazil)');
  expect(fieldInWords('timeZone', 'America/New_York')).toBe('America/New York');
  expect(fieldInWords('firstName', 'CH')).toBe('CH');
  expect(fieldInWords('country', null)).toBe('');
});

test('what became of a message is said in words', () => {
  const campaign = {
    kind: 'message',
    key: 'd:1',
    at: '2026-11-29T08:00:00.000Z',
    campaignId: '1',
    campaignName: 'Spring',
  } as const;
  for (const reason of skipReasons)
    expect(outcomeInWords({ ...campaign, state: 'skipped', reason })).not.toContain(`(${reason})`);
  expect(outcomeInWords({ ...campaign, state: 'deferred', reason: null })).toBe('waiting for a retry');
  expect(outcomeInWords({ ...campaign, state: 'failed', reason: 'retries_exhausted' })).toBe(
    'failed (the receiving server kept saying “not now”)',
  );
});

test('why an address is suppressed is said in words', () => {
  for (const became of suppressionReasons)
    expect(consentInWords({ kind: 'suppression', topic: null, became })).toMatch(/^Address suppressed: (the|a|it) /);
});
