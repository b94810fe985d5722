import { bounceMailboxesRoutes } from '@engagex/domain/bounce-mailboxes';
import { transportsRoutes } from '@engagex/domain/transports';
import { startEmptyPop3 } from '../../../testing/empty-pop3.ts';
import type { TestMember } from '../../../testing/test-api.ts';
import { type Changes, deleted, inLog } from './change.ts';

const relay = { kind: 'smtp', name: 'Relay', host: '127.0.0.1', port: 1, security: 'none' } as const;
const mailbox = {
  kind: 'pop3',
  host: '127.0.0.1',
  port: 1,
  security: 'none',
  username: 'bounces',
  password: 'correct horse',
  address: 'bounces@shop.example',
  afterwards: 'keep',
} as const;
const { password: _, ...withoutPassword } = mailbox;

const transport = async (owner: TestMember) => (await owner.call(transportsRoutes.create, { transport: relay })).id;
const added = async (owner: TestMember) =>
  (await owner.call(bounceMailboxesRoutes.create, { transportId: await transport(owner), mailbox })).id;
const named = inLog('bounce-mailboxes', 'bounces@shop.example');

/** Mailboxes that bounces go to. */
export const bounceMailboxChanges: Changes = {
  'bounce-mailboxes.create': {
    arrange: transport,
    act: (owner, transportId) => owner.call(bounceMailboxesRoutes.create, { transportId, mailbox }),
    entry: { ...named, before: null, after: { host: '127.0.0.1', credentials: 'set' } },
  },
  'bounce-mailboxes.update': {
    arrange: added,
    act: (owner, id) =>
      owner.call(bounceMailboxesRoutes.update, { id, mailbox: { ...withoutPassword, afterwards: 'delete' } }),
    entry: { ...named, before: { afterwards: 'keep' }, after: { afterwards: 'delete' } },
  },
  'bounce-mailboxes.test': {
    arrange: added,
    act: async (owner, id, api) => {
      const pop3 = await startEmptyPop3();
      await api.owner.query('update bounce_mailboxes set port = $2 where id = $1', [id, pop3.port]);
      await owner.call(bounceMailboxesRoutes.test, { id });
      pop3.close();
    },
    entry: { ...named, after: { address: 'bounces@shop.example' } },
  },
  'bounce-mailboxes.delete': {
    arrange: added,
    act: (owner, id) => owner.call(bounceMailboxesRoutes.delete, { id }),
    entry: { ...named },
  },
  'bounce-mailboxes.restore': {
    arrange: deleted(added, '/api/bounce-mailboxes'),
    act: (owner, id) => owner.call(bounceMailboxesRoutes.restore, { id }),
    entry: { ...named },
  },
};
