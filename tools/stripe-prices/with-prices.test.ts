import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { plansFile } from '@engagex/domain/plans';
import { startWithClient } from '../stand-ins/stripe/testing/client.ts';
import { minorUnitsPer } from './create-prices.ts';
import { withPrices } from './with-prices.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engagex-plans-'));
  file = join(folder, 'plans.json');
  await copyFile(new URL('../demo/plans.json', import.meta.url), file);
});
afterEach(() => rm(folder, { recursive: true }));

const read = async () => plansFile.parse(JSON.parse(await readFile(file, 'utf8'))).plans;

test('plans get a product, a price and a price for each meter; again, nothing is made twice, and what changed is added', async () => {
  const { stripe, client } = await startWithClient();
  try {
    expect(await withPrices(file, client)).toBe(2);
    const [free, team] = await read();
    expect(free?.price).toBeUndefined();
    const ids = [team?.price?.stripePriceId, team?.price?.meters?.emails?.stripePriceId] as [string, string];
    const [fixed, metered] = await Promise.all(ids.map((id) => client.prices.retrieve(id, { expand: ['tiers'] })));
    expect(fixed).toMatchObject({ currency: 'eur', unit_amount: 4900, recurring: { interval: 'month' } });
    expect(metered?.tiers?.map(({ up_to }) => up_to)).toEqual([50_000, null]);
    expect(String(metered?.tiers?.[1]?.unit_amount_decimal)).toBe('0.08');
    const first = await readFile(file, 'utf8');
    await withPrices(file, client);
    expect(await readFile(file, 'utf8')).toBe(first);
    await writeFile(file, first.replace('"49.00"', '"59.00"'));
    await withPrices(file, client);
    expect((await read())[1]?.price?.stripePriceId).not.toBe(ids[0]);
    expect((await client.prices.list({ limit: 100 })).data).toHaveLength(7);
    expect((await client.products.list()).data.map(({ name }) => name).toSorted()).toEqual([
      'Business',
      'Business: emails',
      'Business: events',
      'Team',
      'Team: emails',
      'Team: events',
    ]);
    expect((await client.billing.meters.list()).data.map(({ event_name }) => event_name)).toHaveLength(2);
  } finally {
    await stripe.stop();
  }
});

test('a file that describes no plans is refused, and nothing is created', async () => {
  const { stripe, client } = await startWithClient();
  try {
    await writeFile(file, '{"plans": []}');
    await expect(withPrices(file, client)).rejects.toThrow('at least one plan');
    expect((await client.products.list()).data).toEqual([]);
  } finally {
    await stripe.stop();
  }
});

test('a price is exact, in the smallest unit of its currency', () => {
  expect(String(minorUnitsPer('0.80', 'EUR', 1_000))).toBe('0.08');
  expect(String(minorUnitsPer('500', 'JPY', 1))).toBe('500');
  expect(() => minorUnitsPer('1.00', 'EUR', 3)).toThrow('cannot be divided evenly');
});
