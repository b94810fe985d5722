import { expect } from 'vitest';
import { incidentsRoutes } from '@engagex/domain/incidents';
import { domainLimitsRoutes, mailboxProvidersRoutes, transportsRoutes } from '@engagex/domain/transports';
import { eventHooksRoutes } from '@engagex/domain/provider-events';
import { startSmtp } from '../../../testing/smtp.ts';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';
import { type Changes, inLog } from './change.ts';

const server = { kind: 'smtp' as const, name: 'Relay', host: '127.0.0.1', port: 25, security: 'none' as const };
const transport = async (owner: TestMember) =>
  (await owner.call(transportsRoutes.create, { transport: { ...server, username: 'shop', secret: 'correct horse' } }))
    .id;
/** With somebody there who takes what is sent through it. */
const sendTest: Changes[string]['act'] = async (owner, id, api) => {
  const smtp = await startSmtp();
  await api.owner.query(
    'update transports set port = $2, username = null, credentials_encrypted = null, credentials_key_id = null where id = $1',
    [id, smtp.port],
  );
  await owner.call(transportsRoutes.sendTest, { id });
  void smtp.close(); // once nobody holds a connection to it any more
};
const warmUp = { from: '2026-11-21', first: 50, target: 500 };
const domainLimit = async (owner: TestMember) =>
  (await owner.call(domainLimitsRoutes.create, { domain: 'shop.example', warmUp })).id;

const incident = async ({ organizationId }: TestMember, api: TestApi) => {
  const { rows } = await api.owner.query<{ id: string }>(
    `insert into incidents (organization_id, domain, mailbox_provider, class, refusals, first_seen_at, last_seen_at)
     values ($1, 'shop.example', 'gmail', 'policy', 3, now(), now()) returning id`,
    [organizationId],
  );
  return rows[0]!.id;
};

const acknowledged = async (owner: TestMember, api: TestApi) => {
  const id = await incident(owner, api);
  await owner.call(incidentsRoutes.acknowledge, { id });
  return id;
};
const closed = async (owner: TestMember, api: TestApi) => {
  const id = await incident(owner, api);
  await owner.call(incidentsRoutes.close, { id });
  return id;
};

const eventHook = async (owner: TestMember) => {
  const id = await transport(owner);
  await owner.call(eventHooksRoutes.save, { id, hook: { provider: 'webhook' } });
  return id;
};

/** What carries the mail, and how fast. */
export const transportChanges: Changes = {
  'event-hooks.save': {
    arrange: eventHook,
    act: (owner, id) => owner.call(eventHooksRoutes.save, { id, hook: { provider: 'postmark' } }),
    entry: {
      ...inLog('event-hooks', 'Relay'),
      before: { provider: 'webhook' },
      after: { provider: 'postmark', credentials: 'set' },
    },
  },
  'event-hooks.renew-secret': {
    arrange: eventHook,
    act: (owner, id) => owner.call(eventHooksRoutes.renewSecret, { id }),
    entry: { ...inLog('event-hooks', 'Relay'), after: { credentials: 'set' } },
  },
  'event-hooks.delete': {
    arrange: eventHook,
    act: (owner, id) => owner.call(eventHooksRoutes.delete, { id }),
    entry: { ...inLog('event-hooks', 'Relay'), before: expect.objectContaining({ provider: 'webhook' }), after: null },
  },
  'transports.create': {
    act: transport,
    entry: {
      ...inLog('transports', 'Relay'),
      before: null,
      after: expect.objectContaining({ host: '127.0.0.1', username: 'shop', credentials: 'set' }),
    },
  },
  'transports.update': {
    arrange: transport,
    act: (owner, id) =>
      owner.call(transportsRoutes.update, { id, transport: { ...server, name: 'Second', username: 'shop' } }),
    entry: { ...inLog('transports', 'Second'), before: { name: 'Relay' }, after: { name: 'Second' } },
  },
  'transports.limit': {
    arrange: transport,
    act: (owner, id) => owner.call(transportsRoutes.limit, { id, perDay: 500 }),
    entry: { ...inLog('transports', 'Relay'), before: { perDay: null }, after: { perDay: 500 } },
  },
  'transports.disable': {
    arrange: transport,
    act: (owner, id) => owner.call(transportsRoutes.disable, { id }),
    entry: { ...inLog('transports', 'Relay'), before: { isEnabled: true }, after: { isEnabled: false } },
  },
  'transports.enable': {
    arrange: async (owner) => {
      const id = await transport(owner);
      await owner.call(transportsRoutes.disable, { id });
      return id;
    },
    act: (owner, id) => owner.call(transportsRoutes.enable, { id }),
    entry: { ...inLog('transports', 'Relay'), before: { isEnabled: false }, after: { isEnabled: true } },
  },
  'transports.prefer': {
    arrange: transport,
    act: (owner, id) => owner.call(transportsRoutes.prefer, { id }),
    entry: { ...inLog('transports', 'Relay'), before: { position: 1 }, after: { position: -1 } },
  },
  'transports.send-test': {
    arrange: transport,
    act: sendTest,
    entry: { ...inLog('transports', 'Relay'), after: { to: expect.stringContaining('@example.com') } },
  },
  'transports.delete': {
    arrange: transport,
    act: (owner, id) => owner.call(transportsRoutes.delete, { id }),
    entry: { ...inLog('transports', 'Relay'), before: expect.objectContaining({ name: 'Relay' }), after: null },
  },
  'incidents.close': {
    arrange: incident,
    act: (owner, id) => owner.call(incidentsRoutes.close, { id }),
    entry: {
      ...inLog('incidents', 'shop.example at gmail'),
      before: { state: 'open', closedBecause: null },
      after: { state: 'closed', closedBecause: 'member' },
    },
  },
  'incidents.reopen': {
    arrange: closed,
    act: (owner, id) => owner.call(incidentsRoutes.reopen, { id }),
    entry: {
      ...inLog('incidents', 'shop.example at gmail'),
      before: { state: 'closed', closedBecause: 'member' },
      after: { state: 'open', closedBecause: null },
    },
  },
  'incidents.acknowledge': {
    arrange: incident,
    act: (owner, id) => owner.call(incidentsRoutes.acknowledge, { id, note: 'With the host.' }),
    entry: {
      ...inLog('incidents', 'shop.example at gmail'),
      before: { note: '' },
      after: { note: 'With the host.' },
    },
  },
  'incidents.unacknowledge': {
    arrange: acknowledged,
    act: (owner, id) => owner.call(incidentsRoutes.unacknowledge, { id }),
    entry: inLog('incidents', 'shop.example at gmail'),
  },
  'mailbox-providers.update': {
    act: (owner) => owner.call(mailboxProvidersRoutes.update, { mailboxProvider: 'gmail', perSecond: 5 }),
    entry: { ...inLog('mailbox-providers', 'gmail'), before: { perSecond: 20 }, after: { perSecond: 5 } },
  },
  'domain-limits.create': {
    act: domainLimit,
    entry: {
      ...inLog('domain-limits', 'shop.example'),
      before: null,
      after: expect.objectContaining({ domain: 'shop.example', warmUpFirst: 50 }),
    },
  },
  'domain-limits.update': {
    arrange: domainLimit,
    act: (owner, id) => owner.call(domainLimitsRoutes.update, { id, domain: 'shop.example', perDay: 900, warmUp }),
    entry: { ...inLog('domain-limits', 'shop.example'), before: { perDay: null }, after: { perDay: 900 } },
  },
  'domain-limits.delete': {
    arrange: domainLimit,
    act: (owner, id) => owner.call(domainLimitsRoutes.delete, { id }),
    entry: {
      ...inLog('domain-limits', 'shop.example'),
      before: expect.objectContaining({ domain: 'shop.example' }),
      after: null,
    },
  },
};
