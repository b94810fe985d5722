import { messageReasonWords } from '@engagex/domain/messages';

interface Named {
  readonly to: string;
  readonly subject: string;
}

const words: Readonly<Record<string, string>> = messageReasonWords;

export function wordsForMessageReason(reason: string | null): string {
  return reason ? (words[reason] ?? reason) : '';
}

/** Of an erased person nothing is left. */
export function addressOf({ to }: Named): string {
  return to || 'An erased person';
}

export function subjectOf({ to, subject }: Named): string {
  return to ? subject : 'Erased';
}
