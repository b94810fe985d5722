import { type DomainState, patienceMs } from './domain.state.ts';

export interface SenderFacts {
  readonly domain: string;
  /** Of the sender's domain; null when it was not added. */
  readonly state: DomainState | null;
  readonly stateSince: Date | null;
  /** Whether messages from it are signed with a key of it. */
  readonly isSigned: boolean;
  /** Whether a DMARC policy applies to it; null when nobody has looked. */
  readonly hasDmarc: boolean | null;
}

/**
 * What the large mailbox providers do with bulk mail from this sender, and why; null when it has what they ask for: SPF, DKIM
 * and a DMARC policy that one of the two passes (Google's and Yahoo's sender guidelines since February 2024, Microsoft's since
 * May 2025, for senders of more than 5,000 messages a day).
 */
export function wordsForReceivers({ domain, state, stateSince, isSigned, hasDmarc }: SenderFacts): string | null {
  if (state === 'degraded' && stateSince) {
    const until = new Date(stateSince.getTime() + patienceMs).toISOString().slice(0, 16).replace('T', ' at ');
    return `A DNS record of ${domain} is missing or wrong. Until it is fixed, Gmail (550 5.7.26), Yahoo (554 5.7.9) and Microsoft (550 5.7.515) may reject these messages because they cannot verify the signature. Campaigns from this domain will not start after ${until} UTC.`;
  }
  if (!isSigned)
    return `${domain} is not verified, so messages are not signed for it. Gmail and Yahoo reject bulk mail without SPF and DKIM or treat it as spam (550 5.7.26, 554 5.7.9), and Microsoft rejects it from senders of more than 5,000 messages a day (550 5.7.515). Verify ${domain} under Sending domains.`;
  if (hasDmarc === false)
    return `No DMARC policy applies to ${domain}. Gmail, Yahoo and Microsoft require one from senders of more than 5,000 messages a day, and reject their mail without it (550 5.7.26, 550 5.7.515). Publish the DMARC record shown on the page of ${domain}.`;
  return null;
}
