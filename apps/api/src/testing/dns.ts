import { createSocket } from 'node:dgram';

const mx = 15;
const notFound = 3;

/** A real, small DNS server (RFC 1035) on loopback that knows the mail exchangers of some domains, and counts questions. */
export async function startDns(exchanges: Readonly<Record<string, readonly string[]>>) {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, end } = nameIn(query);
    asked.push(name);
    socket.send(answerTo(query.subarray(0, end + 4), exchanges[name] ?? null), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

/** The name in the question, which begins behind the header of twelve bytes, and where it ends. */
function nameIn(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function answerTo(question: Buffer, exchanges: readonly string[] | null): Buffer {
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180 | (exchanges ? 0 : notFound), 2); // an answer, recursion available
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(exchanges?.length ?? 0, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, question.subarray(12), ...(exchanges ?? []).map(record)]);
}

function record(exchange: string, index: number): Buffer {
  const target = Buffer.concat([
    ...exchange.split('.').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)])),
    Buffer.of(0),
  ]);
  const fixed = Buffer.alloc(14);
  fixed.writeUInt16BE(0xc00c, 0); // the name of the question
  fixed.writeUInt16BE(mx, 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt32BE(300, 6);
  fixed.writeUInt16BE(target.length + 2, 10);
  fixed.writeUInt16BE((index + 1) * 10, 12); // its preference
  return Buffer.concat([fixed, target]);
}
