import { expect, test } from 'vitest';
import { addUp } from './add-up.ts';

const head = '\ufeffHour,Meter,Kind,Channel,ID,Quantity\r\n';
const line = (meter: string, quantity: number | string) =>
  `2026-11-30T10:00:00.000Z,${meter},,,019e8f3e-0000-7000-8000-000000000000,${quantity}\r\n`;

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

test('entries are added up by meter wherever the pieces of the file end', async () => {
  const text = head + line('emails', 1) + line('events', 250) + line('emails', 1) + line('storage', 9_007_199);
  for (let size = 1; size <= text.length; size++)
    expect(Object.fromEntries(await addUp(inPieces(text, size)))).toEqual({
      emails: { entries: 2, quantity: 2 },
      events: { entries: 1, quantity: 250 },
      storage: { entries: 1, quantity: 9_007_199 },
    });
});

test('of a period that begins and ends within days only its hours are added up', async () => {
  const at = (hour: string) => line('emails', 1).replace('2026-11-30T10', hour);
  const text = head + ['2026-11-29T23', '2026-11-30T00', '2026-11-30T09', '2026-11-30T10'].map(at).join('');
  const within = { from: '2026-11-30T00:00:00.000Z', until: '2026-11-30T10:00:00.000Z' };
  expect((await addUp(inPieces(text, 40), within)).get('emails')).toEqual({ entries: 2, quantity: 2 });
});

test('a period without usage comes to nothing', async () => {
  expect((await addUp(inPieces(head, 7))).size).toBe(0);
});

test('a file that broke off, or holds something else, comes to no sum', async () => {
  const whole = head + line('emails', 1);
  for (const text of [
    '',
    whole.slice(0, -1),
    whole.slice(0, -3),
    whole + line('emails', 0),
    whole + line('emails', 'x'),
  ])
    await expect(addUp(inPieces(text, 50)), text).rejects.toThrow();
});
