/** Why a mailbox could not be read. */
export const mailboxProblems = [
  'unknown_host',
  'private_network',
  'unreachable',
  'timeout',
  'certificate',
  'encryption',
  'credentials',
  'busy',
  'folder',
  'unsupported',
  'protocol',
] as const;
export type MailboxProblem = (typeof mailboxProblems)[number];

/** Trying again changes nothing about these: somebody has to change the settings. */
const lasting: ReadonlySet<MailboxProblem> = new Set(['private_network', 'credentials', 'folder', 'unsupported']);

/** Whether a mailbox with this problem is left alone until its settings change or a test succeeds. */
export function pausesMailbox(problem: MailboxProblem): boolean {
  return lasting.has(problem);
}

interface Place {
  readonly host: string;
  readonly folder: string;
}

/** The problem in words, and what to do about it. The server's own words are shown beside it. */
export function wordsForMailboxProblem(problem: MailboxProblem, { host, folder }: Place): string {
  const words: Readonly<Record<MailboxProblem, string>> = {
    unknown_host: `The server ${host} was not found in the DNS. Check its name.`,
    private_network: `The server ${host} is in a private network, which this installation does not allow.`,
    unreachable: `The server ${host} could not be reached. Check its name and port.`,
    timeout: `The server ${host} did not answer in time. Check its port and whether it expects TLS or STARTTLS.`,
    certificate: `The TLS certificate of ${host} is not valid. Enter the name it was issued for, or have it renewed.`,
    encryption: `No encrypted connection to ${host} could be made. Check whether this port expects TLS or STARTTLS.`,
    credentials: `${host} rejected the username or password. Some providers require an app password.`,
    busy: `${host} does not accept sign-ins at the moment.`,
    folder: `The folder “${folder}” could not be opened. Check its name.`,
    unsupported: `${host} does not support the POP3 commands UIDL and TOP. Use IMAP.`,
    protocol: `${host} gave an answer that we do not understand.`,
  };
  return words[problem];
}

/** How long after a look the next one comes, by how many failed in a row: a minute, doubling up to an hour. */
export function nextLookMs(failures: number): number {
  return Math.min(60_000 * 2 ** failures, 3_600_000);
}
