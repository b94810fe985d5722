import { permissions } from '@engagex/domain/accounts';
import type { RouteDefinition } from '@engagex/domain/shared';
import { expect, test } from 'vitest';
import { collectFeatures } from './collect-features.ts';
import * as features from './features.ts';
import type { Feature } from './shared/feature.ts';

const all: readonly Feature[] = Object.values(features);
const pages = all.flatMap((feature) => feature.pages ?? []);
const { actions, things, navigation, settings, palette, beginnings, searches } = collectFeatures(all);

const contracts = import.meta.glob<Record<string, unknown>>('../../../libs/domain/src/*/index.ts', { eager: true });

/** Every operation of every contract that leaves an entry in the audit log. */
const changing = Object.values(contracts)
  .flatMap((contract) => Object.entries(contract))
  .filter(([name]) => name.endsWith('Routes'))
  .flatMap(([, group]) => Object.values(group as Record<string, RouteDefinition>)) // what …Routes are
  .filter(({ method, reads, audited }) => method !== 'GET' && !reads && audited !== false);

/** These are no change to anything in a log; the API's own test says why. */
const silent = ['password.request-reset', 'address.resend', 'address.change'];

test('every operation that changes something has words, and there are no words for others', () => {
  expect(changing.length).toBeGreaterThan(40);
  const logged = changing.map(({ id }) => id).filter((id) => !silent.includes(id));
  expect(Object.keys(actions).toSorted()).toEqual([...new Set(logged)].toSorted());
});

test('there are words for every kind of thing an organization changes', () => {
  const nouns = changing
    .filter(({ permission }) => permission !== 'public' && permission !== 'signed-in')
    .map(({ id }) => id.split('.', 1)[0] ?? '');
  expect(nouns.filter((noun) => !things[noun])).toEqual([]);
});

test('every feature has a line in the list', () => {
  const declared = import.meta.glob<Record<string, Feature>>('./features/*/*.pages.ts', { eager: true });
  expect(Object.values(declared).length).toBeGreaterThan(20);
  const missing = Object.entries(declared).filter(
    ([, module]) => !Object.values(module).every((each) => all.includes(each)),
  );
  expect(missing.map(([file]) => file)).toEqual([]);
});

test('no two features claim the same path, operation or thing', () => {
  const shapeOf = (path: string) => path.replaceAll(/:\w+/g, ':');
  expect(twice(pages.map(({ path }) => shapeOf(path)))).toEqual([]);
  expect(twice(all.flatMap(({ publicPages = [] }) => publicPages.map(({ path }) => shapeOf(path))))).toEqual([]);
  expect(twice(all.flatMap((feature) => Object.keys(feature.actions ?? {})))).toEqual([]);
  expect(twice(all.flatMap((feature) => Object.keys(feature.things ?? {})))).toEqual([]);
  expect(twice(Object.values(things).flatMap(({ one }) => one ?? []))).toEqual([]);
});

test('no two entries of a menu share a name, a place or a key', () => {
  for (const menu of [navigation, settings, palette, beginnings])
    expect(twice(menu.map(({ name }) => name))).toEqual([]);
  expect(twice(pages.flatMap(({ navigation }) => navigation?.place ?? []))).toEqual([]);
  expect(twice(pages.flatMap(({ settings }) => settings?.place ?? []))).toEqual([]);
  expect(twice(navigation.map(({ key }) => key))).toEqual([]);
  expect(twice(searches.flatMap(({ heading, place }) => [heading, place]))).toEqual([]);
  const links = pages.flatMap(({ linkedFrom }) => linkedFrom ?? []);
  expect(twice(links.flatMap(({ page, name, place }) => [`${page} ${name}`, `${page} ${place}`]))).toEqual([]);
});

test('every page needs a permission that there is, if any', () => {
  const needed = pages.flatMap(({ needs }) => needs ?? []);
  expect(needed.length).toBeGreaterThan(30);
  expect(needed.filter((each) => !permissions.includes(each))).toEqual([]);
});

test('everything leads to a page: menus, what can be begun, looked up or opened', () => {
  const menus = [...navigation, ...settings, ...palette, ...beginnings].map(({ href }) => href);
  const linking = pages.flatMap(({ linkedFrom }) => linkedFrom?.page ?? []);
  const lookUps = all.flatMap(({ lookUp }) => lookUp?.('ada@example.com') ?? []).map(({ href }) => href);
  const opened = Object.values(things).flatMap(({ href }) => href?.('0198') ?? []);
  expect(lookUps.length + opened.length).toBeGreaterThan(10);
  const isPage = (href: string) =>
    pages.some(({ path }) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}(\\?|$)`).test(href));
  expect([...menus, ...linking, ...lookUps, ...opened].filter((href) => !isPage(href))).toEqual([]);
});

function twice(names: readonly unknown[]): unknown[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
