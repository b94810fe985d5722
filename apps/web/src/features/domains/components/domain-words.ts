import type { DomainState, KeyState, RecordPurpose, RecordStanding } from '@engagex/domain/domains';
import { Clock, type LucideIcon } from 'lucide-react';
import type { Meaning } from '../../../ui/meaning.ts';

interface Word {
  readonly meaning: Meaning;
  readonly word: string;
  readonly icon?: LucideIcon;
}

export const stateWords: Readonly<Record<DomainState, Word>> = {
  pending: { meaning: 'info', word: 'Pending', icon: Clock },
  verified: { meaning: 'good', word: 'Verified' },
  degraded: { meaning: 'warning', word: 'Needs attention' },
  failed: { meaning: 'danger', word: 'Failed' },
};

export const standingWords: Readonly<Record<RecordStanding, Word>> = {
  published: { meaning: 'good', word: 'Published' },
  missing: { meaning: 'neutral', word: 'Not found' },
  wrong: { meaning: 'danger', word: 'Wrong' },
  unreachable: { meaning: 'warning', word: 'No answer' },
  unchecked: { meaning: 'neutral', word: 'Not checked yet', icon: Clock },
};

/** What a record is called, and why it is needed. */
export const purposeWords: Readonly<Record<RecordPurpose, { readonly name: string; readonly why: string }>> = {
  ownership: { name: 'Ownership', why: 'Proves who may send from the domain.' },
  dkim: { name: 'DKIM key', why: 'Lets mailbox providers check the signature on messages from the domain.' },
  return_path: { name: 'Return path', why: 'Brings bounces back, so that they are counted.' },
  dmarc: { name: 'DMARC policy', why: 'Tells mailbox providers what to do with forged messages.' },
  links: { name: 'Link domain', why: 'Makes links in messages show the domain.' },
};

export const keyWords: Readonly<Record<KeyState, Word & { readonly detail: string }>> = {
  published: {
    meaning: 'info',
    word: 'Waiting for its record',
    icon: Clock,
    detail: 'It can sign once its record has been found in two checks in a row.',
  },
  ready: { meaning: 'neutral', word: 'Ready', detail: 'Its record is published. It can take over at any time.' },
  signing: { meaning: 'good', word: 'Signing', detail: 'Your messages are signed with this key.' },
  retired: {
    meaning: 'neutral',
    word: 'Retired',
    detail: 'Messages on their way still need its record. Keep it published.',
  },
  removable: { meaning: 'info', word: 'Safe to remove', detail: 'Nothing needs its record any more.' },
};
