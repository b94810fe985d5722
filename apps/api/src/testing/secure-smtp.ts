import { SMTPServer } from 'smtp-server';
import type { ServerIdentity } from './certificates.ts';

interface SecureSmtp {
  readonly identity: ServerIdentity;
  /** When TLS begins; `never` offers none. */
  readonly tls: 'at once' | 'when asked' | 'never';
  /** Who may sign in; without it nobody has to. */
  readonly account?: { readonly user: string; readonly password: string };
  readonly mechanisms?: ('PLAIN' | 'LOGIN')[];
}

/** An honest SMTP server with TLS and accounts; it remembers who signed in and how each message came. */
export async function startSecureSmtp({ identity, tls, account, mechanisms = ['PLAIN', 'LOGIN'] }: SecureSmtp) {
  const messages: { readonly to: string; readonly isEncrypted: boolean; readonly user: string }[] = [];
  const signIns: { readonly method: string; readonly isEncrypted: boolean; readonly isKnown: boolean }[] = [];
  const server = new SMTPServer({
    secure: tls === 'at once',
    ...identity,
    authOptional: !account,
    allowInsecureAuth: true,
    authMethods: mechanisms,
    disabledCommands: [...(tls === 'never' ? ['STARTTLS' as const] : []), ...(account ? [] : ['AUTH' as const])],
    disableReverseLookup: true,
    logger: false,
    onAuth({ method, username, password }, { secure }, done) {
      const isKnown = account !== undefined && username === account.user && password === account.password;
      signIns.push({ method, isEncrypted: secure, isKnown });
      if (isKnown) done(null, { user: username });
      else done(Object.assign(new Error('Username and password are not accepted'), { responseCode: 535 }));
    },
    onData(stream, session, done) {
      stream.resume();
      stream.on('end', () => {
        const { rcptTo } = session.envelope;
        messages.push({ to: rcptTo[0]?.address ?? '', isEncrypted: session.secure, user: session.user ?? '' });
        done(null, 'queued');
      });
    },
  });
  server.on('error', () => {}); // clients that do not trust it hang up
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (!address || typeof address === 'string') throw new Error('The SMTP server has no port.');
  return {
    port: address.port,
    messages,
    signIns,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
