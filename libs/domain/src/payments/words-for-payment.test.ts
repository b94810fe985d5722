import { expect, test } from 'vitest';
import { paymentNotices, wordsForPayment } from './index.ts';

const facts = {
  organization: 'Engines',
  name: 'Ada',
  plan: 'Team',
  amount: '€49.00',
  date: '3 December 2026',
  about: '',
};

test('each mail about payments says what happened in a sentence, what to do, and why one gets it', () => {
  for (const kind of paymentNotices) {
    const { subject, paragraphs, button } = wordsForPayment({ ...facts, kind });
    expect(subject).toMatch(/^[A-Z].*[^.]$/);
    expect(paragraphs[0]).toMatch(/^Hello Ada, .*Engines.*\.$/);
    expect(paragraphs.at(-1)).toContain('owner of Engines');
    expect(paragraphs.every((each) => /[.:]$/.test(each))).toBe(true);
    expect(button).not.toBe('');
  }
});

test('a subject stays on one line whatever the organization is called', () => {
  expect(wordsForPayment({ ...facts, kind: 'invoice_paid', organization: 'A\r\nBcc: b@example.com' }).subject).toBe(
    'Receipt for A Bcc: b@example.com: €49.00',
  );
});
