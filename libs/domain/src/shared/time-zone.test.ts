import { expect, test } from 'vitest';
import { isTimeZone } from './time-zone.ts';

test('a zone is known by its name', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata', 'Etc/GMT+5'])
    expect(isTimeZone(zone), zone).toBe(true);
});

test('offsets, invented names and what would be something else to the database are refused', () => {
  for (const text of ['', '+02:00', '-05', 'Mars/Olympus', 'Europe/', '/etc/passwd', "UTC'; --", 'x'.repeat(5_000)])
    expect(isTimeZone(text), text.slice(0, 20)).toBe(false);
});
