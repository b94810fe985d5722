import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { formsOf, problemWithName, writeFeature } from './new-feature.ts';

const folder = mkdtempSync(join(tmpdir(), 'engagex-new-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a feature is copied through the layers with every name filled in', () => {
  const paths = writeFeature('segments', folder);
  expect(paths).toContain('libs/domain/src/segments/segment.ts');
  expect(paths).toContain('apps/api/src/features/segments/segments.controller.ts');
  expect(paths).toContain('apps/api/src/features/segments/segments.tables.ts');
  expect(paths).toContain('apps/web/src/features/segments/segments-page.tsx');
  expect(paths).toContain('apps/web/src/features/segments/segments.pages.ts');
  for (const path of paths) {
    const text = readFileSync(join(folder, path), 'utf8');
    expect(`${path} ${text}`).not.toMatch(/__\w+__|\.tmpl/);
  }
  expect(readFileSync(join(folder, 'libs/domain/src/segments/segment.ts'), 'utf8')).toContain('export class Segment {');
});

test('a noun of several words has them in its identifiers, its paths and its titles', () => {
  writeFeature('sign-up-forms', folder);
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  expect(read('libs/domain/src/sign-up-forms/sign-up-forms.contract.ts')).toMatch(
    /export const signUpFormsRoutes = [^]*path: '\/api\/sign-up-forms'/,
  );
  expect(read('apps/api/src/features/sign-up-forms/index.ts')).toContain('export const signUpForms: Feature');
  const pages = read('apps/web/src/features/sign-up-forms/sign-up-forms.pages.ts');
  expect(pages).toContain(`'sign-up-forms': { name: 'Sign up forms', one: 'sign up form' }`);
});

test('names are formed from the plural', () => {
  expect(formsOf('categories')).toMatchObject({ singular: 'category', Plural: 'Categories', Singular: 'Category' });
  expect(formsOf('sign-up-forms')).toMatchObject({
    singular: 'sign-up-form',
    Plural: 'SignUpForms',
    nouns: 'signUpForms',
    noun: 'signUpForm',
    table: 'sign_up_forms',
  });
});

test.each([undefined, '', 'Segments', 'segment', '../segments', 'contacts'])('%j is refused', (name) => {
  const root = join(import.meta.dirname, '../..');
  expect(problemWithName(name, root)).not.toBeNull();
});

test('a new plural noun is taken', () => {
  expect(problemWithName('widgets', folder)).toBeNull();
});
