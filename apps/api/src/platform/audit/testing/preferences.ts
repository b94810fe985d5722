import { expect } from 'vitest';
import { contactsRoutes } from '@engagex/domain/contacts';
import { formsRoutes } from '@engagex/domain/forms';
import { personalDataRoutes } from '@engagex/domain/personal-data';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { preferencesRoutes } from '@engagex/domain/preferences';
import { topicsRoutes } from '@engagex/domain/topics';
import type { TestMember } from '../../../testing/test-api.ts';
import { type Changes, one, deleted, inLog } from './change.ts';

const contact = async (owner: TestMember) =>
  (await owner.call(contactsRoutes.create, { email: one(), firstName: 'Ada' })).id;
const suppressed = async (owner: TestMember) =>
  (await owner.call(suppressionsRoutes.create, { address: 'ada@example.com', note: 'Asked by phone' })).id;
const topic = async (owner: TestMember) => (await owner.call(topicsRoutes.create, { name: 'Events' })).id;
const form = async (owner: TestMember) =>
  (await owner.call(formsRoutes.create, { name: 'Footer', wording: 'Yes, write to me' })).id;

export const preferenceChanges: Changes = {
  'preferences.set-topic': {
    arrange: contact,
    act: async (owner, id) => {
      const { topics } = await owner.call(preferencesRoutes.get, { id });
      await owner.call(preferencesRoutes.setTopic, { id, topicId: topics[0]!.id, wanted: false });
    },
    entry: { ...inLog('preferences'), before: { 'News and offers': true }, after: { 'News and offers': false } },
  },
  'topics.create': { act: topic, entry: { ...inLog('topics', 'Events'), before: null, after: { name: 'Events' } } },
  'topics.update': {
    arrange: topic,
    act: (owner, id) => owner.call(topicsRoutes.update, { id, name: 'Fairs' }),
    entry: { ...inLog('topics', 'Fairs'), before: { name: 'Events' }, after: { name: 'Fairs' } },
  },
  'topics.make-default': {
    arrange: topic,
    act: (owner, id) => owner.call(topicsRoutes.makeDefault, { id }),
    entry: { ...inLog('topics', 'Events'), before: { isDefault: false }, after: { isDefault: true } },
  },
  'topics.delete': {
    arrange: topic,
    act: (owner, id) => owner.call(topicsRoutes.delete, { id }),
    entry: { ...inLog('topics', 'Events'), before: { name: 'Events' }, after: null },
  },
  'topics.restore': {
    arrange: deleted(topic, '/api/topics'),
    act: (owner, id) => owner.call(topicsRoutes.restore, { id }),
    entry: { ...inLog('topics', 'Events'), before: null, after: { name: 'Events' } },
  },
  'forms.create': { act: form, entry: { ...inLog('forms', 'Footer'), before: null, after: { doubleOptIn: true } } },
  'forms.update': {
    arrange: form,
    act: (owner, id) => owner.call(formsRoutes.update, { id, wording: 'Write to me' }),
    entry: {
      ...inLog('forms', 'Footer'),
      before: { wording: 'Yes, write to me', wordingVersion: 1 },
      after: { wording: 'Write to me', wordingVersion: 2 },
    },
  },
  'forms.delete': {
    arrange: form,
    act: (owner, id) => owner.call(formsRoutes.delete, { id }),
    entry: { ...inLog('forms', 'Footer'), after: null },
  },
  'forms.restore': {
    arrange: deleted(form, '/api/forms'),
    act: (owner, id) => owner.call(formsRoutes.restore, { id }),
    entry: { ...inLog('forms', 'Footer'), before: null },
  },
  'personal-data.erase': {
    arrange: async (owner) => (await owner.call(contactsRoutes.create, { email: 'ada@example.com' })).id,
    act: (owner, id) => owner.call(personalDataRoutes.erase, { id, address: 'ada@example.com' }),
    entry: { objectType: 'personal-data', objectId: expect.any(String), objectName: null, before: null },
  },
  'suppressions.create': {
    act: suppressed,
    entry: {
      ...inLog('suppressions', 'ada@example.com'),
      before: null,
      after: { reason: 'manual', note: 'Asked by phone' },
    },
  },
  'suppressions.import': {
    act: async (owner) => {
      const form = new FormData();
      form.set('file', new Blob(['email\nada@example.com\n']), 'left.csv');
      await owner.fetch('/api/suppressions/import', { method: 'POST', body: form });
    },
    entry: { objectType: 'suppressions', objectName: 'left.csv', after: { added: 1 } },
  },
  'suppressions.remove': {
    arrange: suppressed,
    act: (owner, id) => owner.call(suppressionsRoutes.remove, { id }),
    entry: {
      ...inLog('suppressions', 'ada@example.com'),
      before: { reason: 'manual', note: 'Asked by phone' },
      after: null,
    },
  },
};
