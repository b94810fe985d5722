/** What inbound mail is measured beside: a bare smtp-server that commits the bytes of each mail. DATABASE_URL says where. */
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
await pool.query('create table if not exists bare_mails (at timestamptz not null default now(), raw bytea not null)');

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, _, done) => {
    void buffer(stream)
      .then((raw) => pool.query({ name: 'mail', text: 'insert into bare_mails (raw) values ($1)', values: [raw] }))
      .then(() => done(), done);
  },
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.server.address() as AddressInfo; // a TCP server has a port
  process.send?.(port);
});
