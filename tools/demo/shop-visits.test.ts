import { expect, test } from 'vitest';
import { emailOf, rowOfAddress } from './shop-export.ts';
import { visitFromMessage, visitFromMessageMs } from './shop-visits.ts';

const landing = 'http://localhost:8025/shop?utm_engagex=token';

test('a visit from a message begins at the link, after the click, and is over when it is told', () => {
  for (let row = 0; row < 300; row += 1) {
    const at = Date.now();
    const visit = visitFromMessage({ address: emailOf(12).replace('12', String(row)), landing, at });
    expect(visit[0]).toMatchObject({ event: 'page_view', properties: { url: landing } });
    for (const { timestamp } of visit) {
      expect(Date.parse(String(timestamp))).toBeGreaterThan(at);
      expect(Date.parse(String(timestamp))).toBeLessThanOrEqual(at + visitFromMessageMs);
    }
  }
});

test('whoever signs in after following a link is the person that the message went to', () => {
  const visits = Array.from({ length: 100 }, (_, row) => ({ row, address: emailOf(row) }))
    .filter(({ address }) => address.includes('@') && address === address.toLowerCase())
    .map(({ row, address }) => ({
      row,
      address,
      events: visitFromMessage({ address, landing, at: 1_790_000_000_000 }),
    }));
  const known = visits.flatMap(({ row, address, events }) =>
    events.flatMap((event) => (event['type'] === 'identify' ? [{ row, address, event }] : [])),
  );
  expect(known.length).toBeGreaterThan(5);
  for (const { row, address, event } of known) {
    expect(rowOfAddress(address)).toBe(row);
    expect(event).toMatchObject({ userId: `customer-${row}`, traits: { email: address } });
  }
});
