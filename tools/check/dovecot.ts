import { hasDovecot } from '../testing/dovecot.ts';
import { installPackage, isDebianRoot } from './install.ts';

/** The integration tests read mailboxes of a real IMAP and POP3 server; says so when there is none. */
export async function findDovecot(root: string, say: (text: string) => void): Promise<void> {
  if (hasDovecot()) return;
  if (isDebianRoot()) {
    say('  There is no Dovecot for the tests of bounce mailboxes; installing one');
    await installPackage(root, 'dovecot-imapd');
    await installPackage(root, 'dovecot-pop3d');
    return;
  }
  say('  There is no Dovecot 2.3: reading mailboxes by IMAP and POP3 is not tested');
}
