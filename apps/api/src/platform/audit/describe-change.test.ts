import { expect, test } from 'vitest';
import { describeChange, told } from './describe-change.ts';

test('an update tells the fields that differ, as the API calls them, and nothing that follows from others', () => {
  const before = {
    id: '1',
    first_name: 'Ada',
    first_name_key: 'ada',
    email: 'a@example.com',
    updated_at: '1',
    tags: [],
  };
  const after = { ...before, first_name: 'Grace', first_name_key: 'grace', updated_at: '2' };
  expect(describeChange(before, after)).toEqual({ before: { firstName: 'Ada' }, after: { firstName: 'Grace' } });
});

test('what was saved as it was is no change', () => {
  expect(describeChange({ name: 'A', updated_at: '1' }, { name: 'A', updated_at: '2' })).toBeNull();
});

test('a thing that comes or goes is told whole, without its empty fields; one marked as deleted is gone', () => {
  const row = { name: 'A', note: null, text: '', tags: [], deleted_at: null };
  expect(describeChange(null, row)).toEqual({ before: null, after: { name: 'A' } });
  expect(describeChange(row, { ...row, deleted_at: '2026-01-01' })).toEqual({ before: { name: 'A' }, after: null });
  expect(describeChange({ ...row, deleted_at: '2026-01-01' }, row)).toEqual({ before: null, after: { name: 'A' } });
});

test('no secret is told, however deep it is', () => {
  const secrets = { key_hash: 'h', totp_secret: 's', client_secret_encrypted: 'e', password: 'p', reset_token: 't' };
  expect(describeChange(null, { name: 'A', ...secrets })).toEqual({ before: null, after: { name: 'A' } });
  expect(describeChange({ name: 'A', key_hash: '1' }, { name: 'A', key_hash: '2' })).toBeNull();
  expect(told({ settings: [{ apiToken: 'x', port: 25 }] })).toEqual({
    settings: [{ apiToken: '(not kept)', port: 25 }],
  });
});

test('a long text is shortened to the place where it differs, and its length is told', () => {
  const long = 'a'.repeat(5_000);
  const change = describeChange({ body: long }, { body: `${long.slice(0, 3_000)}b${long.slice(3_001)}` });
  expect(change?.before?.['body']).toMatch(/^…a{1000}… \(5,000 characters\)$/);
  expect(change?.after?.['body']).toMatch(/^…a{100}ba{899}… \(5,000 characters\)$/);
  expect(describeChange(null, { body: long })?.after?.['body']).toMatch(/^a{1000}… \(5,000 characters\)$/);
});

test('a text that grows or shrinks past its limit is still shown on both sides', () => {
  const long = 'a'.repeat(2_000);
  expect(describeChange({ body: 'a' }, { body: long })).toEqual({
    before: { body: 'a' },
    after: { body: expect.stringMatching(/^a{1000}… \(2,000 characters\)$/) },
  });
  const grown = describeChange({ body: long }, { body: `${long}!` });
  expect(grown?.before?.['body']).toMatch(/^…a{100} \(2,000 characters\)$/);
  expect(grown?.after?.['body']).toMatch(/^…a{100}! \(2,001 characters\)$/);
});

test('a text is never cut through the middle of a character', () => {
  const faces = '😀'.repeat(1_000);
  const change = describeChange({ body: `x${faces}` }, { body: `x${faces}😀` });
  const texts = [change?.before?.['body'], change?.after?.['body'], told(`x${faces}`)];
  for (const text of texts) expect(String(text).isWellFormed()).toBe(true);
});
