/**
 * The inbox as a process of its own: PORT for the page, SMTP_PORT for mail, INBOX_DIR to keep it in; BOUNCE_HOST and
 * INBOUND_PORT for the listener that bounces go to.
 */
import { startInbox } from './inbox.ts';

const { PORT = '8025', SMTP_PORT = '1025', INBOX_DIR, BOUNCE_HOST, INBOUND_PORT } = process.env;

const inbox = await startInbox({
  smtpPort: Number(SMTP_PORT),
  httpPort: Number(PORT),
  ...(INBOX_DIR ? { dir: INBOX_DIR } : {}),
  ...(BOUNCE_HOST && INBOUND_PORT ? { onward: { host: BOUNCE_HOST.toLowerCase(), port: Number(INBOUND_PORT) } } : {}),
});
process.stderr.write(`takes mail on port ${inbox.smtpPort}, shows it on http://localhost:${inbox.httpPort}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void inbox.stop().then(() => process.exit(0));
  });
}
