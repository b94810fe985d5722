/**
 * Bounded on both sides of the @, so that a long line without one costs no more than its length. Punctuation of Chinese and
 * Japanese, which puts no space between words, ends an address too, and so do the dots of `ada@example.org...User unknown`.
 */
const address =
  /(?:"[^"\n]{1,64}"|[^\s<>()[\]{},;:"'@\\|«»„“”\u3000-\u303F\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65]{1,128})@(?:(?!\.\.)[^\s<>()[\]{},;:"'@\\|/=*!?#«»„“”\u3000-\u303F\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65]){1,255}/g;

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
  const local = found
    .slice(0, at)
    .replace(/^[*>.]+/, '')
    .replace(/^(?:smtp|rfc-?822)=/i, ''); // of an X.400 address
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
  'noreply-dmarc',
  'mail-delivery',
  'maildelivery',
  'mmdf',
  'uucp',
  'system administrator',
  'system attendant',
  'mail delivery',
  'mail system',
  'mail router',
  'internet mail',
  'delivery subsystem',
  'delivery system',
  'delivery agent',
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
];

/** Names that mail systems and those who run shops, parcel services and networks give themselves alike. */
const ambiguousNames = [
  'administrator',
  'mail server',
  'mail administrator',
  'message center',
  'delivery service',
  'notifier',
];

/** Whether a From header names a mail system rather than a person. */
export function isDaemon(from: string): boolean {
  return isNamed(from, daemonNames);
}

/** Whether it may be the name of a mail system. */
export function mayBeDaemon(from: string): boolean {
  return isNamed(from, ambiguousNames);
}

function isNamed(from: string, names: readonly string[]): boolean {
  const text = from.toLowerCase();
  return names.some((name) => {
    const at = text.indexOf(name);
    return at !== -1 && !isLetter(text[at - 1]) && !isLetter(text[at + name.length]);
  });
}

/** Whether the address itself is one that only mail systems write from. */
export function isDaemonAddress(from: string): boolean {
  return /(?:^|[<\s"])(?:mailer[-_]?daemon|mail[-_]?daemon|mdaemon|post[-_]?master|double-bounce|ndr)(?:@|[>\s"]|$)/i.test(
    from,
  );
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[a-z]/.test(character);
}
