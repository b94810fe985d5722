import type { TimelineItem } from '@engagex/domain/contacts';
import { messageReasonWords } from '@engagex/domain/messages';
import type { SuppressionReason } from '@engagex/domain/suppressions';
import type { ConsentEntry } from '@engagex/domain/preferences';
import { formatDate } from '../../../shared/format.ts';
import { codeFields } from '../../../ui/code-selects.ts';
import { deliveryStateWords, wordsForReason } from '../../deliveries/index.ts';
import { suppressedBecause } from '../../suppressions/index.ts';

/** The value of a standard field as people know it: of a country, language or time zone its name; of nothing ''. */
export function fieldInWords(field: string, value: string | null): string {
  return value ? (codeFields.get(field)?.nameOf(value) ?? value) : '';
}

const stateWords: Readonly<Record<string, readonly [unknown, string]>> = deliveryStateWords;
const messageReasons: Readonly<Record<string, string>> = messageReasonWords;

/** The outcome of a message that was not accepted: `skipped (they unsubscribed)`. */
export function outcomeInWords({ kind, state, reason }: Extract<TimelineItem, { state: string }>): string {
  const word = stateWords[state]?.[1].toLowerCase() ?? state;
  if (!reason) return word;
  return `${word} (${kind === 'transactional' ? (messageReasons[reason] ?? reason) : wordsForReason(reason)})`;
}

const reasons: Readonly<Record<string, string>> = suppressedBecause satisfies Record<SuppressionReason, string>;

/** One change of what somebody wants to get, as a sentence. */
export function consentInWords({ kind, topic, became }: Pick<ConsentEntry, 'kind' | 'topic' | 'became'>): string {
  switch (kind) {
    case 'subscription':
      return became === 'subscribed' ? 'Subscribed' : 'Unsubscribed';
    case 'topic':
      return `${became === 'wanted' ? 'Opted in to' : 'Opted out of'} ${topic ?? 'a topic'}`;
    case 'suppression':
      return became ? `Address suppressed: ${reasons[became] ?? became}` : 'Address no longer suppressed';
    case 'pause':
      return became ? `Paused mail until ${formatDate(became)}` : 'Resumed mail';
  }
}

const sourceWords: Readonly<Record<ConsentEntry['source'], string>> = {
  unsubscribe_link: 'Unsubscribe link',
  preference_centre: 'Email preferences',
  member: 'By a member',
  import: 'Import',
  form: 'Sign-up form',
  double_opt_in: 'Confirmed by email',
  api_key: 'API key',
  bounce: 'Bounce',
  complaint: 'Spam complaint',
  erasure: 'Erasure',
  system: 'By the system',
};

export function sourceInWords(source: ConsentEntry['source']): string {
  return sourceWords[source];
}
