import { House } from 'lucide-react';
import { expect, test } from 'vitest';
import { collectFeatures } from './collect-features.ts';
import type { Feature, FeaturePage } from './shared/feature.ts';

const page = (path: FeaturePage['path'], more: Partial<FeaturePage> = {}): FeaturePage => ({
  path,
  load: async () => () => null,
  ...more,
});
const of = (...pages: FeaturePage[]): Feature => ({ pages });
const names = (places: readonly { readonly name: string }[]) => places.map(({ name }) => name);

test('a fixed path is looked at before one with a parameter, whichever feature comes first', () => {
  const one = of(page('/contacts/:id'), page('/contacts'));
  const other = of(page('/contacts/imports/:id'), page('/contacts/:id/edit'), page('/contacts/imports'));
  for (const features of [
    [one, other],
    [other, one],
  ]) {
    const paths = collectFeatures(features).routes.map(({ path }) => path);
    expect(paths.indexOf('/contacts/imports')).toBeLessThan(paths.indexOf('/contacts/:id'));
    expect(paths.indexOf('/contacts/imports/:id')).toBeLessThan(paths.indexOf('/contacts/:id/edit'));
    expect(paths).toHaveLength(5);
  }
});

test('menus follow the places, and an entry needs what its page needs', () => {
  const { navigation, settings } = collectFeatures([
    of(page('/settings/audit', { settings: { name: 'Audit log', place: 30, group: 'sending' }, needs: 'audit:read' })),
    of(page('/settings', { settings: { name: 'Organization', place: 10, group: 'sending' } })),
    of(page('/home', { navigation: { name: 'Home', place: 20, icon: House, key: 'h' } })),
    of(page('/start', { navigation: { name: 'Start', place: 10, icon: House, key: 's' } })),
    of(page('/settings/members', { settings: { name: 'Members', place: 20, group: 'sending' } })),
  ]);
  expect(names(settings)).toEqual(['Organization', 'Members', 'Audit log']);
  expect(names(navigation)).toEqual(['Start', 'Home']);
  expect(settings.at(-1)).toMatchObject({ href: '/settings/audit', needs: 'audit:read' });
});

test('a page has the links to what belongs to it, in their order', () => {
  const link = (name: string, place: number) => ({ page: '/contacts', name, place, icon: House }) as const;
  const { linksOf } = collectFeatures([
    of(page('/contacts/imports', { linkedFrom: link('Imports', 20) }), page('/contacts')),
    of(page('/contacts/forms', { linkedFrom: link('Forms', 10), needs: 'contacts:read' })),
  ]);
  expect(linksOf('/contacts')).toMatchObject([
    { name: 'Forms', href: '/contacts/forms', needs: 'contacts:read' },
    { name: 'Imports', href: '/contacts/imports' },
  ]);
  expect(linksOf('/campaigns')).toEqual([]);
});

test('the command palette has pages below the navigation, under their own names, then the settings', () => {
  const { palette } = collectFeatures([
    of(page('/settings/you', { settings: { name: 'You', place: 20, group: 'personal' }, palette: 'Your account' })),
    of(page('/settings/topics', { settings: { name: 'Topics', place: 10, group: 'content' } })),
    of(
      page('/settings', {
        settings: { name: 'General', place: 5, group: 'organization' },
        navigation: { name: 'Settings', place: 1, icon: House, key: 's' },
      }),
    ),
    of(page('/campaigns/calendar', { palette: 'Calendar' }), page('/campaigns/:id')),
  ]);
  expect(names(palette)).toEqual(['Calendar', 'Topics', 'Your account']);
});
