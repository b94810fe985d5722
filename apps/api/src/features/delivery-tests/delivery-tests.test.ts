import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deliveryTestsRoutes, type DeliveryTestView, type FindingName } from '@engagex/domain/delivery-tests';
import { domainsRoutes } from '@engagex/domain/domains';
import { transportsRoutes } from '@engagex/domain/transports';
import { type DeliveryLoop, isDone, startDeliveryLoop, verdictsOf } from '../../testing/delivery-loop.ts';
import { RepeatDeliveryTests } from './repeat-delivery-tests.ts';
import { RunDeliveryTest } from './run-delivery-test.ts';

let loop: DeliveryLoop;
beforeAll(async () => {
  loop = await startDeliveryLoop();
});
afterAll(() => loop.close());
beforeEach(() => loop.relay.behave({}));

const wordsOf = ({ findings }: DeliveryTestView, wanted: FindingName) =>
  findings.find(({ name }) => name === wanted)?.words;

const allPass = {
  records: 'pass',
  hand_over: 'pass',
  encryption: 'pass',
  arrival: 'pass',
  dmarc: 'pass',
  signature: 'pass',
  one_click: 'pass',
  signed_fields: 'pass',
  links: 'pass',
  message_id: 'pass',
  return_path: 'pass',
  bounce: 'pass',
  complaints: 'pass',
};

test('through a good relay everything passes: the message arrives as it was signed, and the bounce comes back', async () => {
  const { member, domain, pair } = await loop.setUp();
  const asked = await member.call(deliveryTestsRoutes.create, pair);
  expect(asked).toMatchObject({ state: 'waiting', domain, transport: 'Relay', verdict: null, askedBy: 'Test person' });
  const done = await loop.until(member, asked.id, isDone);
  expect(verdictsOf(done)).toEqual(allPass);
  expect(done).toMatchObject({
    verdict: 'pass',
    counts: { pass: 13, warn: 0, fail: 0, unknown: 0 },
    sender: `postmaster@${domain}`,
  });
  expect(wordsOf(done, 'bounce')).toMatch(/^Your bounce came back after (\d+ s|less than a second)\.$/);
  expect(new Set(done.timeline.map(({ moment }) => moment))).toEqual(
    new Set(['asked', 'handed_over', 'bounce_handed_over', 'arrived', 'bounced', 'finished']),
  );
  const arrival = done.findings.find(({ name }) => name === 'arrival');
  expect(arrival?.evidence).toContainEqual({ label: 'Encryption', value: 'TLSv1.3' });
  const days = (Date.parse(done.repeatsAt ?? '') - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(6.4);
  expect(days).toBeLessThan(7.6);
});

test('a relay that removes List-Unsubscribe breaks the signature, and both are said', async () => {
  loop.relay.behave({ change: (raw) => raw.replace(/^List-Unsubscribe:.*(\r\n[ \t].*)*\r\n/m, '') });
  const { member, pair } = await loop.setUp();
  const done = await loop.runTest(member, pair);
  expect(verdictsOf(done)).toMatchObject({ one_click: 'fail', signature: 'fail', arrival: 'pass', bounce: 'pass' });
  expect(done.findings.find(({ name }) => name === 'one_click')?.evidence).toEqual([
    { label: 'Missing', value: 'list-unsubscribe' },
  ]);
  expect(done.verdict).toBe('fail');
});

test('a relay that rewrites links and the Message-ID is told on', async () => {
  loop.relay.behave({
    change: (raw) =>
      raw
        .replaceAll(/https:\/\/tested\d+\.example\//g, 'https://click.relay.example/')
        .replace(/^Message-ID: .*$/m, 'Message-ID: <another@relay.example>'),
  });
  const { member, pair } = await loop.setUp();
  const done = await loop.runTest(member, pair);
  expect(verdictsOf(done)).toMatchObject({ links: 'warn', message_id: 'warn', signature: 'fail' });
  expect(wordsOf(done, 'signature')).toMatch(/mail server changed the message after it was signed/);
});

test('a relay that refuses our return path gets the sender’s, and the finding says to have that mailbox read', async () => {
  loop.relay.behave({ onlyFrom: /@tested\d+\.example$/ });
  const { member, domain, pair } = await loop.setUp();
  const { id } = await member.call(deliveryTestsRoutes.create, pair);
  const running = await loop.until(member, id, ({ findings }) =>
    findings.some(({ name, verdict }) => name === 'signature' && verdict === 'pass'),
  );
  expect(running).toMatchObject({ state: 'running', waitsUntil: expect.any(String) });
  expect(verdictsOf(running)).toMatchObject({ return_path: 'warn', bounce: 'unknown', arrival: 'pass' });
  expect(wordsOf(running, 'return_path')).toContain(
    `Bounces go to postmaster@${domain} instead. Have that mailbox read`,
  );
  const done = await loop.timePasses(member, id);
  expect(verdictsOf(done)).toMatchObject({ bounce: 'warn', return_path: 'warn' });
  const { items } = await member.call(transportsRoutes.list);
  expect(items.find(({ id: each }) => each === pair.transportId)?.returnPath).toBe('refused');

  loop.relay.behave({});
  expect(verdictsOf(await loop.runTest(member, pair))).toEqual(allPass); // it is asked anew
});

test('a relay that replaces our return path loses bounces, so messages go without it from then on', async () => {
  loop.relay.behave({ mailFrom: 'bounce@relay.example' });
  const { member, pair } = await loop.setUp();
  const { id } = await member.call(deliveryTestsRoutes.create, pair);
  await loop.until(member, id, ({ findings }) =>
    findings.some(({ name, verdict }) => name === 'return_path' && verdict === 'warn'),
  );
  const done = await loop.timePasses(member, id);
  expect(verdictsOf(done)).toMatchObject({ return_path: 'warn', bounce: 'warn', dmarc: 'warn', signature: 'pass' });
  expect(wordsOf(done, 'return_path')).toContain('replaced the return path with bounce@relay.example');
  await expect
    .poll(async () => (await member.call(transportsRoutes.list)).items.find(({ kind }) => kind === 'smtp')?.returnPath)
    .toBe('refused');
});

test('a relay that sends no bounces, and one that passes nothing on, fail once they were waited for', async () => {
  loop.relay.behave({ sendsBounces: false });
  const { member, pair } = await loop.setUp();
  const silent = await member.call(deliveryTestsRoutes.create, pair);
  await loop.until(member, silent.id, ({ findings }) =>
    findings.some(({ name, verdict }) => name === 'links' && verdict === 'pass'),
  );
  expect(verdictsOf(await loop.timePasses(member, silent.id))).toMatchObject({ bounce: 'fail', arrival: 'pass' });
  loop.relay.behave({ isHole: true });
  const hole = await member.call(deliveryTestsRoutes.create, pair);
  await loop.until(member, hole.id, ({ timeline }) => timeline.some(({ moment }) => moment === 'bounce_handed_over'));
  const done = await loop.timePasses(member, hole.id);
  expect(verdictsOf(done)).toMatchObject({ arrival: 'fail', signature: 'unknown', bounce: 'fail' });
  expect(wordsOf(done, 'arrival')).toMatch(/did not arrive within 10 minutes/);
});

test('a transport that cannot be reached fails at once', async () => {
  const { member, pair } = await loop.setUp();
  const transport = { kind: 'smtp', name: 'Dead', host: '127.0.0.1', port: 1, security: 'none' } as const;
  const { id: transportId } = await member.call(transportsRoutes.create, { transport });
  const done = await loop.runTest(member, { ...pair, transportId });
  expect(verdictsOf(done)).toMatchObject({ hand_over: 'fail', arrival: 'unknown', bounce: 'unknown', records: 'pass' });
});

test('owners are told when a result gets worse, once, and when it is mended', async () => {
  const { member, pair } = await loop.setUp();
  const told = async () => {
    const { rows } = await loop.api.owner.query<{ kind: string }>(
      `select kind from notifications where object_id = $1 and kind like 'delivery_%' order by id`,
      [pair.domainId],
    );
    return rows.map(({ kind }) => kind);
  };
  await loop.runTest(member, pair);
  expect(await told()).toEqual([]);
  loop.relay.behave({ change: (raw) => raw.replaceAll('https://tested', 'https://click.tested') });
  await loop.runTest(member, pair);
  expect(await told()).toEqual(['delivery_test_worse']);
  await loop.runTest(member, pair);
  expect(await told()).toEqual(['delivery_test_worse']);
  loop.relay.behave({});
  await loop.runTest(member, pair);
  expect(await told()).toEqual(['delivery_test_worse', 'delivery_test_mended']);
});

test('whoever asks while one is under way gets that one, and the next follows by itself in a week', async () => {
  loop.relay.behave({ isHole: true });
  const { member, pair } = await loop.setUp();
  const [one, other] = await Promise.all([
    member.call(deliveryTestsRoutes.create, pair),
    member.call(deliveryTestsRoutes.create, pair),
  ]);
  expect(one.id).toBe(other.id);
  await loop.until(member, one.id, ({ timeline }) => timeline.some(({ moment }) => moment === 'bounce_handed_over'));
  await loop.timePasses(member, one.id);
  loop.relay.behave({});
  await loop.api.owner.query(`update delivery_tests set repeats_at = now() - interval '1 second' where id = $1`, [
    one.id,
  ]);
  await loop.scoped(member, () => loop.api.app.get(RepeatDeliveryTests).repeat(one.id));
  await loop.scoped(member, () => loop.api.app.get(RepeatDeliveryTests).repeat(one.id));
  const { items } = await member.call(deliveryTestsRoutes.list, { domainId: pair.domainId });
  expect(items.map(({ reason }) => reason)).toEqual(['schedule', 'person']);
  expect(await loop.until(member, items[0]!.id, isDone)).toMatchObject({ verdict: 'pass', askedBy: null });
  await member.call(domainsRoutes.delete, { id: pair.domainId });
  await expect(member.call(deliveryTestsRoutes.get, { id: one.id })).rejects.toMatchObject({ status: 404 });
});

test('what was being handed over when its worker died is not handed over again, and counts when it arrives', async () => {
  loop.relay.behave({ isHole: true });
  const { member, pair } = await loop.setUp();
  const { id } = await member.call(deliveryTestsRoutes.create, pair);
  await loop.until(member, id, ({ timeline }) => timeline.some(({ moment }) => moment === 'bounce_handed_over'));
  await loop.api.owner.query(`update delivery_test_probes set state = 'submitting' where test_id = $1`, [id]);
  await loop.api.owner.query(`update delivery_tests set next_at = now(), working_until = now() where id = $1`, [id]);
  await loop.scoped(member, () => loop.api.app.get(RunDeliveryTest).run(id));
  const view = await loop.until(member, id, ({ findings }) =>
    findings.some(({ name, verdict }) => name === 'hand_over' && verdict === 'warn'),
  );
  expect(wordsOf(view, 'hand_over')).toContain('The answer of “Relay” was lost');
  expect(await loop.timePasses(member, id)).toMatchObject({ verdict: 'fail' });
});

test('the state of a sender is that of its domain with the transport that campaigns take now', async () => {
  const { member, domain, pair } = await loop.setUp();
  const of = (address: string) => member.call(deliveryTestsRoutes.ofSender, { address });
  expect(await of(`hello@${domain}`)).toMatchObject({ pair: { ...pair, transport: 'Relay' }, latest: null });
  expect(await of('hello@elsewhere.example')).toEqual({ pair: null, latest: null, isDue: false, failed: null });
  const { id } = await loop.runTest(member, pair);
  expect(await of(`hello@${domain}`)).toMatchObject({ latest: { id, verdict: 'pass', counts: { pass: 13 } } });
  const other = await loop.api.newOrganization();
  await expect(other.call(deliveryTestsRoutes.get, { id })).rejects.toMatchObject({ status: 404 });
  await expect(other.call(deliveryTestsRoutes.create, pair)).rejects.toMatchObject({ status: 404 });
});
