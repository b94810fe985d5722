import { expect, test, vi } from 'vitest';
import { newId } from './ids.ts';

test('generates_unique_uuids: ids are UUIDs of version 7, in the order they were made, also when the clock goes back', () => {
  const clock = vi.spyOn(Date, 'now');
  const ids: string[] = [];
  for (let n = 0; n < 10_000; n++) {
    clock.mockReturnValue(1_900_000_000_000 - Math.floor(n / 3000) * 500);
    ids.push(newId());
  }
  clock.mockRestore();
  expect(ids.every((id) => /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(10_000);
  expect(ids).toEqual(ids.toSorted());
});
