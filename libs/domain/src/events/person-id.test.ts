import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type PersonIdKind, personIdOf } from './person-id.ts';

const organizationId = '01980000-0000-7000-8000-000000000001';
const idOf = (kind: PersonIdKind, id: string, organization = organizationId) =>
  personIdOf({ organizationId: organization, kind, id }, (text) => hash('sha256', text));

test('the id of a person is a UUID of version 8 that stays the same for good', () => {
  expect(idOf('user', 'ada')).toBe('54aa592f-58ec-86ff-969f-1f6689bfadf6');
  for (let i = 0; i < 200; i += 1)
    expect(idOf('anonymous', String(i))).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('kind, spelling and organization tell people apart', () => {
  const other = organizationId.replace(/1$/, '2');
  const ids = [idOf('user', 'ada'), idOf('anonymous', 'ada'), idOf('user', 'Ada'), idOf('user', 'ada', other)];
  expect(new Set(ids).size).toBe(4);
});
