/** Recipients that make the inbox misbehave, so that every ending a delivery can have may be seen without a real mail server. */

export interface Fault {
  readonly localPart: string;
  readonly meaning: string;
}

/** What the page and the manual list. A tag after "+" keeps such addresses apart: fail-550+anna@example.com. */
export const FAULTS: readonly Fault[] = [
  { localPart: 'fail-550', meaning: 'refused for good, because the address does not exist' },
  {
    localPart: 'fail-554',
    meaning: 'refused for good, because of a policy (any other code from fail-500 to fail-599)',
  },
  { localPart: 'defer-451', meaning: 'refused for now (any code from defer-400 to defer-499)' },
  { localPart: 'bounce-550', meaning: 'taken, and a bounce follows: there is no such mailbox' },
  {
    localPart: 'bounce-552',
    meaning: 'taken, and a bounce follows: the mailbox is full (any code from bounce-500 to bounce-599)',
  },
  { localPart: 'hang-up', meaning: 'taken, but the line drops before the answer' },
];

export interface Refusal {
  readonly code: number;
  readonly text: string;
}

export function refusalOf(recipient: string): Refusal | null {
  const code = Number(/^(?:fail-(?<hard>5\d\d)|defer-(?<soft>4\d\d))$/.exec(localPartOf(recipient))?.[0].slice(-3));
  if (!code) return null;
  return code < 500
    ? { code, text: '4.3.0 Not now, try again later: the address asks for it' }
    : {
        code,
        text:
          code === 550
            ? '5.1.1 No such mailbox: the address asks for it'
            : '5.7.1 Not allowed: the address asks for it',
      };
}

/** What the bounce says that follows; null for an address that gets its mail. */
export function bounceOf(recipient: string): { readonly status: string; readonly words: string } | null {
  const code = /^bounce-(5\d\d)$/.exec(localPartOf(recipient))?.[1];
  if (!code) return null;
  const [status, words] = bounces[code] ?? ['5.7.1', 'Not allowed'];
  return { status, words: `${code} ${status} ${words}: the address asks for it` };
}

const bounces: Readonly<Record<string, readonly [string, string]>> = {
  '550': ['5.1.1', 'No such mailbox'],
  '552': ['5.2.2', 'The mailbox is full'],
};

export function hangsUp(recipient: string): boolean {
  return localPartOf(recipient) === 'hang-up';
}

function localPartOf(recipient: string): string {
  const local = recipient.slice(0, recipient.lastIndexOf('@')).toLowerCase();
  return local.split('+', 1)[0] ?? local;
}
