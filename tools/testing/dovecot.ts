import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../stack/ports.ts';

const program = '/usr/sbin/dovecot';
/** Debian's `nobody`: the server runs without any rights of its own, also where the tests run as root. */
const nobody = 65_534;
const patienceMs = 10_000;

/** The password of every user: whoever signs in with it has a mailbox. */
export const dovecotPassword = 'secret';

export interface TestDovecot {
  readonly ports: { readonly imap: number; readonly imaps: number; readonly pop3: number; readonly pop3s: number };
  /**
   * Puts a message, with CRLF at the end of its lines, into a folder of a user, as delivery by the mail server does; before they
   * first sign in, too. The server believes `saidBytes` of its size.
   */
  deliver(user: string, raw: string, some?: { readonly folder?: string; readonly saidBytes?: number }): void;
  /** The flags of the messages in a folder of a user, as Maildir has them: `S` is seen, `F` flagged; one entry each. */
  flagsIn(user: string, folder?: string): string[];
  /** Forgets the UIDs of a user's inbox: the next session has a new UIDVALIDITY. */
  forgetUids(user: string): void;
  stop(): Promise<void>;
}

/** Whether this machine has the IMAP and POP3 server to test with; its settings are those of version 2.3. */
export function hasDovecot(): boolean {
  const { stdout, status } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.startsWith('2.3.');
}

/** A Dovecot of its own on loopback, with everybody's mail in a temporary folder. */
export async function startDovecot(identity: { readonly key: string; readonly cert: string }): Promise<TestDovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'engagex-dovecot-'));
  const isRoot = process.getuid?.() === 0;
  const own = (path: string) => isRoot && chownSync(path, nobody, nobody);
  const [imap, imaps, pop3, pop3s] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const ports = { imap, imaps, pop3, pop3s };
  const mail = join(folder, 'mail');
  mkdirSync(mail);
  writeFileSync(join(folder, 'key.pem'), identity.key, { mode: 0o600 });
  writeFileSync(join(folder, 'cert.pem'), identity.cert);
  writeFileSync(join(folder, 'dovecot.conf'), settings(folder, ports, isRoot ? ['nobody', 'nogroup'] : names()));
  for (const path of [folder, mail, ...readdirSync(folder).map((name) => join(folder, name))]) own(path);
  const child = spawn(program, ['-F', '-c', join(folder, 'dovecot.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
  });
  for (const port of Object.values(ports)) await listening(port);
  let delivered = 0;
  const folderOf = (user: string, name: string) => join(mail, user, name === 'INBOX' ? '' : `.${name}`);

  const made = new Set<string>();
  function make(path: string): void {
    made.add(path);
    for (const each of [path, ...['cur', 'new', 'tmp'].map((name) => join(path, name))]) {
      mkdirSync(each, { recursive: true });
      own(each);
    }
  }

  return {
    ports,
    deliver(user, raw, { folder: inFolder = 'INBOX', saidBytes = Buffer.byteLength(raw) } = {}) {
      const path = folderOf(user, inFolder);
      for (const each of [join(mail, user), path]) if (!made.has(each)) make(each);
      delivered += 1;
      // With its size in the name (S as stored, W with CRLF) the server need not read it to list it.
      const name = `${1_700_000_000 + delivered}.M${delivered}.test,S=${saidBytes},W=${saidBytes}`;
      const file = join(path, 'new', name);
      writeFileSync(file, raw);
      chmodSync(file, 0o600);
      own(file);
    },
    flagsIn(user, name = 'INBOX') {
      const path = folderOf(user, name);
      return ['cur', 'new'].flatMap((each) =>
        (readable(join(path, each)) ?? []).map((file) => file.split(':2,')[1] ?? ''),
      );
    },
    forgetUids(user) {
      for (const file of readdirSync(join(mail, user)))
        if (file.startsWith('dovecot')) rmSync(join(mail, user, file), { recursive: true });
    },
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readable(path: string): string[] | null {
  try {
    return readdirSync(path);
  } catch {
    return null;
  }
}

async function listening(port: number): Promise<void> {
  for (const until = Date.now() + patienceMs; ; await delay(20)) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    if (Date.now() > until) throw new Error(`Dovecot does not listen on port ${port}.`);
  }
}

function names(): [string, string] {
  const [user = '', group = ''] = ['-un', '-gn'].map((flag) =>
    spawnSync('id', [flag], { encoding: 'utf8' }).stdout.trim(),
  );
  return [user, group];
}

/** https://doc.dovecot.org/2.3/admin_manual/master_process/rootless/ */
function settings(folder: string, ports: TestDovecot['ports'], [user, group]: readonly [string, string]): string {
  const listener = (name: keyof TestDovecot['ports']) => `inet_listener ${name} {\n    port = ${ports[name]}\n  }`;
  return `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = 1
auth_failure_delay = 0
mail_location = maildir:${folder}/mail/%u
mail_max_userip_connections = 100
maildir_very_dirty_syncs = no
mbox_lazy_writes = no
passdb {
  driver = static
  args = password=${dovecotPassword}
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${folder}/mail/%u
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  ${listener('imap')}
  ${listener('imaps')}
}
service pop3-login {
  chroot =
  ${listener('pop3')}
  ${listener('pop3s')}
}
`;
}
