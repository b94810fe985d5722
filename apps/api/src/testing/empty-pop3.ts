import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** A POP3 server with an empty mailbox, which everybody may open. */
export async function startEmptyPop3() {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('+OK ready\r\n');
    socket.on('data', (chunk) => {
      const isList = /^(?:LIST|UIDL)/i.test(chunk.toString('latin1'));
      socket.write(isList ? '+OK\r\n.\r\n' : '+OK\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // a TCP server has a port
    close: () => void server.close(),
  };
}
