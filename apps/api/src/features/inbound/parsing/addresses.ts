/** Bounded on both sides of the @, so that a long line without one costs no more than its length. */
const address = /(?:"[^"\n]{1,64}"|[^\s<>()[\]{},;:"'@\\|«»„“”]{1,128})@[^\s<>()[\]{},;:"'@\\|/=*!?#«»„“”]{1,255}/g;

/** The addresses in a text, in order, lower-case domains, each once. */
export function addressesIn(text: string): string[] {
  return [...new Set([...text.matchAll(address)].map(([found]) => tidy(found)))].filter((found) => found !== '');
}

/** The first address of a header or a field: `rfc822; <ada@example.org>`, `Ada <ada@example.org>`. */
export function addressOf(text: string): string | null {
  const inAngles = /<([^<>\s]{3,320})>/.exec(text)?.[1];
  return addressesIn(inAngles?.includes('@') ? inAngles : text)[0] ?? null;
}

function tidy(found: string): string {
  const at = found.lastIndexOf('@');
  const local = found.slice(0, at).replace(/^[*>.]+/, '');
  const domain = found.slice(at + 1).replace(/[.\-`~$%^&+]+$/, '');
  return local && domain ? `${local}@${domain.toLowerCase()}` : '';
}

const daemonNames = [
  'mailer-daemon',
  'mailerdaemon',
  'mailer_daemon',
  'mail-daemon',
  'maildaemon',
  'mdaemon',
  'postmaster',
  'post_master',
  'post-master',
  'postadmin',
  'mailadmin',
  'mail-admin',
  'bounce-handler',
  'microsoftexchange',
  'notifier',
  'noreply-dmarc',
  'mail-delivery',
  'maildelivery',
  'mmdf',
  'uucp',
  'system administrator',
  'system attendant',
  'mail delivery',
  'mail system',
  'mail administrator',
  'mail router',
  'mail server',
  'internet mail',
  'message center',
  'delivery subsystem',
  'delivery system',
  'delivery agent',
  'delivery service',
  'delivery notification',
  'delivery status',
  'mailer daemon',
  'mail transfer',
  'mail returned',
  'returned mail',
  'non-delivery',
  'nondelivery',
  'undeliverable',
  'smtp gateway',
  'mta',
  'inet',
  'lmtp',
  'メール配信',
  'メールシステム',
  '邮件系统',
  'courier mail',
  'smtp server',
  'mail gateway',
  'exchange system',
  'administrator',
];

/** Whether a From header names a mail system rather than a person. */
export function isDaemon(from: string): boolean {
  const text = from.toLowerCase();
  return daemonNames.some((name) => {
    const at = text.indexOf(name);
    return at !== -1 && !isLetter(text[at - 1]) && !isLetter(text[at + name.length]);
  });
}

/** Whether the address itself is one that only mail systems write from. */
export function isDaemonAddress(from: string): boolean {
  return /(?:^|[<\s"])(?:mailer[-_]?daemon|mail[-_]daemon|post[-_]?master|double-bounce)(?:@|[>\s"]|$)/i.test(from);
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[a-z]/.test(character);
}
