import type { BounceClass } from '../bounce-class.ts';

/** What a status means by itself (RFC 3463, 7372, 7505). Looked up whole, then by its subject. `unclear` where it says too little. */
export const statusClasses: Readonly<Record<string, BounceClass>> = {
  '5.1.0': 'unclear', // other address status
  '5.1.1': 'hard', // bad mailbox
  '5.1.2': 'domain', // bad domain
  '5.1.3': 'hard', // bad syntax
  '5.1.4': 'unclear', // ambiguous
  '5.1.5': 'unclear',
  '5.1.6': 'hard', // moved, no forwarding address
  '5.1.7': 'policy', // the sender's syntax
  '5.1.8': 'policy', // the sender's domain
  '5.1.9': 'unclear',
  '5.1.10': 'hard', // recipient not found, as Exchange has it; a null MX says so in words
  '5.2.1': 'hard', // mailbox disabled
  '5.2.2': 'full',
  '5.2.3': 'content', // too large for this mailbox
  '5.3.1': 'unclear',
  '5.3.4': 'content', // too large for this system
  '5.4.3': 'unclear',
  '5.4.4': 'domain', // unable to route
  '5.4.7': 'soft', // time expired
  '5.6': 'content',
  '5.7': 'policy',
  '5.7.20': 'auth', // no passing DKIM signature
  '5.7.21': 'auth',
  '5.7.22': 'auth',
  '5.7.23': 'auth', // SPF
  '5.7.24': 'auth',
  '5.7.26': 'auth', // several checks failed
  '5.7.30': 'auth',
  '5.7.9': 'policy',
  '4.2.2': 'full',
  '4.7.26': 'auth',
  '4.7.27': 'auth',
  '4.7.30': 'auth',
  '4.7.32': 'auth',
  '4': 'soft',
};
