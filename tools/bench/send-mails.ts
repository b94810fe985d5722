import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** A mail that was written beforehand, and where it goes. */
export interface ReadyMail {
  readonly to: string;
  readonly raw: string;
}

/**
 * Hands mails over by SMTP as mail servers hand over bounces, from the null sender and over so many connections at once; resolves once all
 * are taken. It writes bytes and reads answers: whatever it took of the processor would be missing to who is measured.
 */
export async function sendMails(port: number, mails: readonly ReadyMail[], connections: number): Promise<void> {
  const left = mails.values();
  await Promise.all(Array.from({ length: connections }, () => sendOver(port, left)));
}

async function sendOver(port: number, mails: Iterable<ReadyMail>): Promise<void> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  const hear = async (code: string): Promise<void> => {
    for (;;) {
      const { value = '' } = await answers.next();
      if (!value.startsWith(code)) throw new Error(`The server said: ${value || 'nothing'}`);
      if (value[3] !== '-') return;
    }
  };
  await hear('220');
  socket.write('EHLO bench.example\r\n');
  await hear('250');
  for (const { to, raw } of mails) {
    socket.write('MAIL FROM:<>\r\n');
    await hear('250');
    socket.write(`RCPT TO:<${to}>\r\n`);
    await hear('250');
    socket.write('DATA\r\n');
    await hear('354');
    socket.write(`${raw}\r\n.\r\n`);
    await hear('250');
  }
  socket.end('QUIT\r\n');
}
