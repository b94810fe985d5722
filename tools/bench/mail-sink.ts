import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../stack/ports.ts';

/** Debian puts Postfix' test programs here. */
const smtpSinkPath = '/usr/sbin/smtp-sink';
const smtpSourcePath = '/usr/sbin/smtp-source';
const messageBytes = 7_000;

/** Where the mail of a benchmark goes: a process that takes everything and keeps nothing. */
export interface MailSink {
  readonly port: number;
  readonly isPostfix: boolean;
  stop(): void;
}

/** Postfix' own sink where it is installed, otherwise ours. */
export async function startMailSink(): Promise<MailSink> {
  if (!existsSync(smtpSinkPath) || !existsSync(smtpSourcePath)) {
    const sink = fork(new URL('smtp-sink.ts', import.meta.url));
    const [port] = (await once(sink, 'message')) as [number]; // the sink's first and only message
    return { port, isPostfix: false, stop: () => void sink.kill() };
  }
  const port = await freePort();
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const sink = spawn(smtpSinkPath, [...user, `127.0.0.1:${port}`, '1024'], { stdio: 'ignore' });
  await untilListening(port);
  return { port, isPostfix: true, stop: () => void sink.kill() };
}

/** Messages a second of Postfix' smtp-source: one message written beforehand, again and again. */
export async function smtpSource({ port }: MailSink, messages: number, sessions: number): Promise<number> {
  const started = performance.now();
  const options = ['-d', '-s', `${sessions}`, '-m', `${messages}`, '-l', `${messageBytes}`];
  const addresses = ['-f', 'bench@shop.example', '-t', 'person@example.com'];
  const source = spawn(smtpSourcePath, [...options, ...addresses, `127.0.0.1:${port}`], { stdio: 'inherit' });
  const [code] = (await once(source, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`smtp-source ended with ${code}.`);
  return messages / ((performance.now() - started) / 1000);
}

/** Resolves once somebody listens there. */
export async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
      delay(1_000, false),
    ]);
    socket.destroy();
    if (isThere) return;
    await delay(50);
  }
  throw new Error(`Nobody listens at port ${port}.`);
}
