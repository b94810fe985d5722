import { expect, test } from 'vitest';
import { whyNotDecide } from './approval.ts';
import { lateness, type Plan } from './campaign.plan.ts';
import { Campaign } from './campaign.ts';
import { usualRollout } from './first-stage.ts';

const now = new Date('2026-11-25T08:00:00Z');
const context = { timeZone: 'Europe/Berlin', undoSeconds: 60 };
const planned = (plan: Plan) => Object.assign(new Campaign(), { name: 'Sale', plan });
const at = (time: string) => planned({ kind: 'at', time });
const local = (time: string) => planned({ kind: 'local', time, passed: 'send' });

test('Send waits as long as it can be undone, and undoing brings the draft back untouched', () => {
  const campaign = planned({ kind: 'now' });
  const draft = structuredClone(campaign);
  campaign.send(now, context);
  expect(campaign).toMatchObject({ status: 'scheduled', startsAt: new Date('2026-11-25T08:01:00Z'), launchedAt: null });
  expect(campaign.isDueToStart(new Date('2026-11-25T08:00:59.999Z'))).toBe(false);
  expect(campaign.isDueToStart(new Date('2026-11-25T08:01:00Z'))).toBe(true);
  campaign.unschedule();
  expect(campaign).toEqual(draft);
});

test('where Send cannot be undone, it starts at once', () => {
  const campaign = planned({ kind: 'now' });
  campaign.send(now, { ...context, undoSeconds: 0 });
  expect(campaign).toMatchObject({ status: 'launching', launchedAt: now, wakeAt: null });
});

test('a time is meant in the zone of the organization and has to be still to come, within 366 days', () => {
  const campaign = at('2026-11-25T09:01');
  campaign.schedule(now, context);
  expect(campaign.startsAt).toEqual(new Date('2026-11-25T08:01:00Z'));
  expect(() => at('2026-11-25T09:00').schedule(now, context)).toThrow('has passed');
  expect(() => at('2027-11-27T09:00').schedule(now, context)).toThrow('within the next 366 days');
});

test('local time starts with the first clocks on earth, or like Send when they are past it', () => {
  const tomorrow = local('2026-11-26T09:00');
  tomorrow.schedule(now, context);
  expect(tomorrow.startsAt).toEqual(new Date('2026-11-25T19:00:00Z'));
  const today = local('2026-11-25T09:00');
  today.schedule(now, context);
  expect(today.startsAt).toEqual(new Date('2026-11-25T08:01:00Z'));
  expect(() => local('2026-11-24T20:00').schedule(now, context)).toThrow('has passed');
});

test('only a draft is scheduled, and only what is scheduled is moved or taken back', () => {
  const campaign = at('2026-11-26T09:00');
  expect(() => campaign.unschedule()).toThrow('cannot be unscheduled');
  campaign.schedule(now, context);
  expect(() => campaign.schedule(now, context)).toThrow('cannot be scheduled');
  expect(() => campaign.send(now, context)).toThrow('cannot be scheduled');
  expect(() => campaign.assertEditable()).toThrow('Unschedule this campaign first');
  campaign.reschedule({ kind: 'at', time: '2026-11-27T09:00' }, now, context);
  expect(campaign).toMatchObject({
    startsAt: new Date('2026-11-27T08:00:00Z'),
    wakeAt: new Date('2026-11-27T08:00:00Z'),
  });
  campaign.start(new Date('2026-11-27T08:00:01Z'));
  expect(campaign).toMatchObject({ status: 'launching', wakeAt: null });
  expect(() => campaign.unschedule()).toThrow('cannot be unscheduled');
});

test('what could not start is a draft again that says why', () => {
  const campaign = at('2026-11-26T09:00');
  campaign.schedule(now, context);
  campaign.abort('The template was deleted.');
  expect(campaign).toMatchObject({
    status: 'draft',
    pauseReason: 'The template was deleted.',
    startsAt: null,
    wakeAt: null,
    plan: { kind: 'at', time: '2026-11-26T09:00' },
  });
});

test('a minute is not late, an hour is', () => {
  const startsAt = new Date('2026-11-25T08:00:00Z');
  expect(lateness({ startsAt, launchedAt: new Date('2026-11-25T08:01:00Z') })).toBe(0);
  expect(lateness({ startsAt, launchedAt: new Date('2026-11-25T09:00:00Z') })).toBe(3_600_000);
  expect(lateness({ startsAt, launchedAt: null })).toBe(0);
});

test('nobody decides about what they asked for or changed last, and no key decides', () => {
  const people = { askedById: 'ada', changedById: 'grace' };
  expect(whyNotDecide({ userId: 'joan', ...people })).toBeNull();
  for (const userId of ['ada', 'grace', null]) expect(whyNotDecide({ userId, ...people })).not.toBeNull();
});

test('a test or a start with a few is not sent in local time', () => {
  const campaign = Object.assign(local('2026-11-26T09:00'), { rollout: usualRollout });
  expect(() => campaign.schedule(now, context)).toThrow('cannot be sent in local time');
  expect(campaign.status).toBe('draft');
  const later = Object.assign(at('2026-11-26T09:00'), { rollout: usualRollout });
  later.schedule(now, context);
  expect(() => later.reschedule(local('2026-11-26T09:00').plan, now, context)).toThrow('cannot be sent in local time');
});

test('only what was sent is opened again: nobody is held in it any more, and it is done anew when they are', () => {
  const rates = { bounces: 1, complaints: 0, unsubscribes: 0 };
  const staged = { audience: 10, firstStage: 3, wakeAt: now, finishedAt: now };
  const campaign = Object.assign(new Campaign(), { status: 'sent' as const, ...staged });
  campaign.extend(2, rates);
  expect(campaign).toMatchObject({ status: 'sending', audience: 12, stage: 1, wakeAt: null, finishedAt: null });
  expect(campaign.acknowledged).toEqual(rates);
  expect(campaign.isHeld).toBe(false);
  expect(() => campaign.reopen('retry', rates)).toThrow('sending cannot be retried');
  for (const status of ['draft', 'scheduled', 'launching', 'paused', 'cancelled'] as const)
    for (const verb of ['retry', 'resend', 'extend'] as const)
      expect(() => Object.assign(new Campaign(), { status }).reopen(verb, rates), status).toThrow(
        /cannot be (retried|resent|sent to new people)/,
      );
});
