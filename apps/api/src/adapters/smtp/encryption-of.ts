import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Encryption } from '../../ports/mail.ts';

/** How what is written to a socket travels. */
export function encryptionOf(socket: Socket): Encryption {
  const isLocal = /^(::1|127\.|::ffff:127\.)/.test(socket.remoteAddress ?? '');
  if (!(socket instanceof TLSSocket)) return { protocol: null, cipher: null, isLocal };
  return { protocol: socket.getProtocol(), cipher: socket.getCipher().standardName, isLocal };
}
