import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { MailLog } from './mail-log.ts';
import { Mailbox } from './mailbox.ts';
import type { Onward } from './onward.ts';
import { Shop } from './shop.ts';
import { createSmtpServer } from './smtp.ts';
import { createWebServer } from './web.ts';

export interface InboxOptions {
  /** 0 for any free port. */
  readonly smtpPort: number;
  readonly httpPort: number;
  /** Where to keep mail; without it a restart forgets everything. */
  readonly dir?: string;
  /** Where bounces and mail for EngageX itself go; without it, nowhere. */
  readonly onward?: Onward;
}

export interface Inbox {
  readonly smtpPort: number;
  readonly smtpUrl: string;
  readonly httpPort: number;
  readonly url: string;
  readonly mailbox: Mailbox;
  stop(): Promise<void>;
}

/** A mail server that keeps what it is given, and a page to read it on. Listens on this machine only. */
export async function startInbox({ smtpPort, httpPort, dir, onward }: InboxOptions): Promise<Inbox> {
  const log = dir === undefined ? null : new MailLog(dir);
  const mailbox = new Mailbox(log);
  const smtp = createSmtpServer(mailbox, onward ?? null);
  const web = createWebServer(mailbox, new Shop(dir));
  const ports = {
    smtp: await listen(smtp.server, smtpPort),
    http: await listen(web, httpPort),
  };
  return {
    smtpPort: ports.smtp,
    smtpUrl: `smtp://127.0.0.1:${ports.smtp}`,
    httpPort: ports.http,
    url: `http://127.0.0.1:${ports.http}`,
    mailbox,
    stop: async () => {
      const closed = once(web, 'close');
      web.close();
      web.closeAllConnections();
      await Promise.all([closed, new Promise<void>((resolve) => smtp.close(() => resolve()))]);
      log?.close();
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // a TCP server that listens has one
}
