import { expect, test } from 'vitest';
import { childrenFirst } from './children-first.ts';

test('what refers to others goes before them, and the rest stays in the order in which it came', () => {
  const edges = [
    { table: 'members', before: 'groups' },
    { table: 'members', before: 'contacts' },
    { table: 'preferences', before: 'contacts' },
  ];
  expect(childrenFirst(['contacts', 'users', 'groups', 'members', 'preferences'], edges)).toEqual([
    'users',
    'members',
    'groups',
    'preferences',
    'contacts',
  ]);
});

test('tables that go before each other are named', () => {
  const edges = [
    { table: 'a', before: 'b' },
    { table: 'b', before: 'a' },
  ];
  expect(() => childrenFirst(['a', 'b', 'c'], edges)).toThrow('Each of these tables goes before another: a, b.');
});
