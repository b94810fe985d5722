import { expect } from 'vitest';
import {
  bulkActionsRoutes,
  contactsRoutes,
  exportsRoutes,
  type ImportView,
  importsRoutes,
} from '@engagex/domain/contacts';
import type { TestMember } from '../../../testing/test-api.ts';
import { type Changes, one, inLog } from './change.ts';

const contact = async (owner: TestMember) =>
  (await owner.call(contactsRoutes.create, { email: one(), firstName: 'Ada' })).id;
const bulk = async (owner: TestMember) => {
  const who = { by: 'ids' as const, ids: [await contact(owner)] };
  return (await owner.call(bulkActionsRoutes.start, { action: { kind: 'delete' }, who })).id;
};
const upload = async (owner: TestMember): Promise<string> => {
  const form = new FormData();
  form.set('file', new Blob(['email\nada@example.com\n']), 'people.csv');
  const response = await owner.fetch('/api/imports', { method: 'POST', body: form });
  const view = (await response.json()) as ImportView; // the shape the route promises
  return view.id;
};

export const bulkChanges: Changes = {
  'bulk-actions.start': {
    arrange: contact,
    act: (owner, id) =>
      owner.call(bulkActionsRoutes.start, { action: { kind: 'delete' }, who: { by: 'ids', ids: [id] } }),
    entry: { ...inLog('bulk-actions', 'delete'), before: null, after: { kind: 'delete', contacts: 1 } },
  },
  'bulk-actions.cancel': {
    arrange: bulk,
    act: (owner, id) => owner.call(bulkActionsRoutes.cancel, { id }),
    entry: { ...inLog('bulk-actions'), before: { status: 'queued' }, after: { status: 'cancelled' } },
  },
  'bulk-actions.undo': {
    arrange: async (owner, api) => {
      const id = await bulk(owner);
      await api.owner.query('update bulk_action_batches set changed_ids = contact_ids where bulk_action_id = $1', [id]);
      return id;
    },
    act: (owner, id) => owner.call(bulkActionsRoutes.undo, { id }),
    entry: { ...inLog('bulk-actions', 'restore') },
  },
  'exports.create': {
    arrange: contact,
    act: (owner) => owner.call(exportsRoutes.create, {}),
    entry: { ...inLog('exports', expect.stringMatching(/^contacts-.+\.csv$/)), before: null },
  },
  'imports.upload': {
    act: upload,
    entry: { ...inLog('imports', 'people.csv'), before: null },
  },
  'imports.start': {
    arrange: upload,
    act: (owner, id) => owner.call(importsRoutes.start, { id, mapping: ['email'], newGroupName: 'Friends' }),
    entry: { ...inLog('imports', 'people.csv'), after: { status: 'queued', groupId: expect.any(String) } },
  },
  'imports.reread': {
    arrange: upload,
    act: (owner, id) => owner.call(importsRoutes.reread, { id, encoding: 'utf-8', delimiter: ';' }),
    entry: { ...inLog('imports', 'people.csv'), after: { delimiter: ';' } },
  },
  'imports.rehearse': {
    arrange: upload,
    act: (owner, id) => owner.call(importsRoutes.rehearse, { id, mapping: ['email'] }),
    entry: { ...inLog('imports', 'people.csv'), after: { status: 'rehearsing' } },
  },
  'imports.undo': {
    arrange: async (owner, api) => {
      const id = await upload(owner);
      await api.owner.query(
        `update imports set status = 'done', unchanged = row_count, stamp = now(), finished_at = now() where id = $1`,
        [id],
      );
      return id;
    },
    act: (owner, id) => owner.call(importsRoutes.undo, { id }),
    entry: { ...inLog('imports', 'people.csv'), after: { status: 'undoing' } },
  },
  'imports.cancel': {
    arrange: upload,
    act: (owner, id) => owner.call(importsRoutes.cancel, { id }),
    entry: { ...inLog('imports', 'people.csv') },
  },
};
