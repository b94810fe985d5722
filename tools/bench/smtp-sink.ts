/** An SMTP server that takes every message and keeps none, in a process of its own; tells its port to its parent. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

const server = createServer((socket) => {
  let isData = false;
  let rest = '';
  socket.on('error', () => {});
  socket.write('220 sink\r\n');
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    for (;;) {
      const mark = isData ? '\r\n.\r\n' : '\r\n';
      const end = rest.indexOf(mark);
      if (end === -1) return;
      const command = rest.slice(0, end);
      rest = rest.slice(end + mark.length);
      if (isData) {
        isData = false;
        socket.write('250 taken\r\n');
      } else if (/^DATA/i.test(command)) {
        isData = true;
        socket.write('354 go on\r\n');
      } else if (/^QUIT/i.test(command)) socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port)); // a TCP server has a port
process.on('disconnect', () => process.exit());
