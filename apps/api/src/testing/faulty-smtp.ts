import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type ReceivedCommand, startScriptedSmtp } from './scripted-smtp.ts';

/** What an SMTP server does with the message for one recipient instead of taking it. */
export const smtpFaults = [
  '421 at rcpt',
  '450 at rcpt',
  '550 at rcpt',
  '552 at rcpt',
  'cut at rcpt',
  '451 after data',
  '554 after data',
  'cut in data',
  'cut after data',
  'silence at rcpt',
  'silence after data',
  'trickle without end',
  'slow',
  'trickle',
] as const;
export type SmtpFault = (typeof smtpFaults)[number];

const slowMs = 1_000;
const trickleMs = 20;
/** So that even the longest line takes longer than anybody waits. */
const endlessMs = 500;
/** Long enough for what was written in one go to have come, and to be thrown away unread. */
const beforeCutMs = 20;

/**
 * An SMTP server that answers by recipient and knows whose messages it took, however it answered. `faultOf` is asked
 * at every attempt, `answerMs` is how long it takes over each message.
 */
export async function startFaultySmtp(faultOf: (to: string) => SmtpFault | null, { answerMs = 0 } = {}) {
  /** Everyone whose message was taken, once for each message. */
  const took: string[] = [];
  /** What is done about the message under way on each connection. */
  const underWay = new Map<number, SmtpFault | null>();
  let isBlackHole = false;
  const smtp = await startScriptedSmtp({
    on: (received) => {
      const { step, to, connection } = received;
      if (isBlackHole) return silence(received.socket);
      if (step === 'rcpt') return atRcpt(received);
      const fault = underWay.get(connection) ?? null;
      if (step === 'data' && fault === 'cut in data') return cutInData(received.socket);
      if (step !== 'message') return undefined;
      if (fault === '451 after data') return '451 4.3.0 Try again later';
      if (fault === '554 after data') return '554 5.6.0 This is not wanted here';
      took.push(to);
      return answer(received.socket, fault);
    },
  });

  function atRcpt({ line, socket, connection }: ReceivedCommand): string | null | undefined {
    const fault = faultOf(/<(.*)>/.exec(line)?.[1] ?? '');
    underWay.set(connection, fault);
    if (fault === '421 at rcpt') {
      socket.end('421 4.7.0 Too busy, goodbye\r\n');
      return null;
    }
    if (fault === 'cut at rcpt') {
      socket.destroy();
      return null;
    }
    if (fault === 'silence at rcpt') return silence(socket);
    if (fault === '450 at rcpt') return '450 4.2.1 Come back later';
    if (fault === '550 at rcpt') return '550 5.1.1 No such person here';
    if (fault === '552 at rcpt') return '552 5.5.3 Too many recipients';
    return undefined;
  }

  function answer(socket: Socket, fault: SmtpFault | null): string | null | undefined {
    if (fault === 'silence after data') return silence(socket);
    if (fault === 'trickle without end') return withoutEnd(socket);
    if (fault === 'cut after data') {
      socket.destroy();
      return null;
    }
    if (fault === 'trickle') return slowly(socket, '250 2.0.0 taken\r\n'.split(''), trickleMs);
    const waitMs = fault === 'slow' ? slowMs : answerMs;
    return waitMs > 0 ? slowly(socket, ['250 2.0.0 taken\r\n'], waitMs) : undefined;
  }

  return {
    url: smtp.url,
    took,
    /** From now on it sends nothing, and what has come to it until `endBlackHole` is never answered. */
    beginBlackHole: () => void (isBlackHole = true),
    endBlackHole: () => void (isBlackHole = false),
    connections: smtp.connections,
    reset: smtp.reset,
    close: smtp.close,
  };
}

export type FaultySmtp = Awaited<ReturnType<typeof startFaultySmtp>>;

/** Says nothing, and reads nothing: an answer to what came along would be taken for the one to the message. */
function silence(socket: Socket): null {
  socket.pause();
  return null;
}

/** Goes on answering, and never comes to the end of it. */
function withoutEnd(socket: Socket): null {
  socket.pause();
  const trickle = setInterval(() => (socket.destroyed ? clearInterval(trickle) : socket.write('2')), endlessMs);
  return null;
}

/** Says go on, and hangs up on what comes. */
function cutInData(socket: Socket): null {
  socket.pause();
  socket.write('354 go on\r\n');
  setTimeout(() => socket.destroy(), beforeCutMs);
  return null;
}

/** Answers in pieces; what the other side has sent on meanwhile is looked at afterwards, in its order. */
function slowly(socket: Socket, pieces: readonly string[], everyMs: number): null {
  socket.pause();
  void (async () => {
    for (const piece of pieces) {
      await delay(everyMs);
      if (socket.destroyed) return;
      socket.write(piece);
    }
    socket.resume();
    socket.emit('data', Buffer.alloc(0)); // what came along with the message
  })();
  return null;
}
