import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Inbox, startInbox } from './inbox.ts';

const host = 'bounces.localhost';
interface Arrived {
  readonly from: string;
  readonly to: string;
  readonly raw: string;
}
let received: Arrived[] = [];
/** In place of EngageX's listener. */
const listener = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onRcptTo: ({ address }, _, done) =>
    done(
      address.startsWith('refuse-') ? Object.assign(new Error('5.1.1 Refuses all mail'), { responseCode: 550 }) : null,
    ),
  onData(stream, { envelope }, done) {
    const from = envelope.mailFrom ? envelope.mailFrom.address : '';
    const to = envelope.rcptTo[0]?.address ?? '';
    void stream.toArray().then((chunks: Buffer[]) => {
      received.push({ from, to, raw: Buffer.concat(chunks).toString() });
      done();
    });
  },
});
let inbox: Inbox;
beforeAll(async () => {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  inbox = await startInbox({ smtpPort: 0, httpPort: 0, onward: { host, port } });
});
beforeEach(() => (received = []));
afterAll(async () => {
  await inbox.stop();
  await new Promise<void>((resolve) => listener.close(resolve));
});

const send = (from: string, to: string) =>
  createTransport(inbox.smtpUrl).sendMail({
    envelope: { from, to },
    raw: `From: shop@example.com\r\nMessage-ID: <${to}>\r\nSubject: A sale\r\n\r\nHello\r\n`,
  });
const arrived = (to: string) => vi.waitUntil(() => received.find((mail) => mail.to === to));

test.each([
  ['bounce-550+anna@example.com', '5.1.1', /550 5\.1\.1 No such mailbox/],
  ['bounce-552@example.com', '5.2.2', /552 5\.2\.2 The mailbox is full/],
  ['bounce-554@example.com', '5.7.1', /554 5\.7\.1 Not allowed/],
])('%s gets its mail, and a bounce goes to MAIL FROM', async (to, status, words) => {
  const path = `token-${status}@${host}`;
  await send(path, to);
  expect(inbox.mailbox.find({ to, limit: 1 }).messages).toHaveLength(1);
  const bounce = await arrived(path);
  expect(bounce.from).toBe('');
  const { raw } = bounce;
  expect(raw).toMatch(words);
  expect(raw).toContain(`Status: ${status}`);
  expect(raw).toContain(`Final-Recipient: rfc822; ${to}`);
  expect(raw).toContain(`Message-ID: <${to}>`);
});

test('mail for EngageX’s own host is passed on as it came, and bounces where it is refused', async () => {
  await send('path-1@bounces.localhost', `check@${host}`);
  expect(await arrived(`check@${host}`)).toMatchObject({ from: 'path-1@bounces.localhost' });
  await send('path-2@bounces.localhost', `refuse-1@${host}`);
  expect((await arrived('path-2@bounces.localhost')).raw).toContain('Status: 5.1.1');
});

test('nothing else goes on, and a bounce is not answered by another', async () => {
  await send('path-3@bounces.localhost', 'anna@example.com');
  await send('', 'bounce-550@example.com');
  await send('path-4@bounces.localhost', `last@${host}`);
  await arrived(`last@${host}`);
  expect(received.map(({ to }) => to)).toEqual([`last@${host}`]);
});
