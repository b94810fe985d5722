import type { ReplayKind, ReplayMove, RuleReplay } from '@engagex/domain/rule-replays';
import { formatAmount, formatCount, formatNumber } from '../../shared/format.ts';

interface Words {
  readonly title: string;
  readonly about: string;
  readonly apply: string;
  readonly question: string;
  readonly consequence: string;
  /** What is gone through and changed, one and many. */
  readonly rows: readonly [one: string, many: string];
}

export const wordsOf: Readonly<Record<ReplayKind, Words>> = {
  privacy: {
    title: 'Past events',
    about:
      'The saved rules apply to events received from now on. You can also apply them to stored events, to events of contacts, and to traits of people.',
    apply: 'Apply to past events',
    question: 'Apply the privacy rules to past events?',
    consequence:
      'What the rules remove, hash or shorten cannot be restored. Contact attributes, the history of segments, orders and exported files stay as they are.',
    rows: ['row', 'rows'],
  },
  attribution: {
    title: 'Past conversions',
    about:
      'Attribution is final after 24 hours, so saved rules apply to newer conversions only. You can also decide past conversions again.',
    apply: 'Apply to past conversions',
    question: 'Decide past conversions again?',
    consequence:
      'Conversions and revenue of campaigns change as shown. The earlier decisions are kept, and you can undo this.',
    rows: ['conversion', 'conversions'],
  },
};

/** "1,202 of 1,251 rows would change" */
export function resultInWords({ kind, preview }: Pick<RuleReplay, 'kind' | 'preview'>): string {
  if (!preview) return '';
  const [one, many] = wordsOf[kind].rows;
  if (preview.changed === 0) return `Nothing would change in ${formatCount(preview.examined, one, many)}.`;
  return `${formatNumber(preview.changed)} of ${formatCount(preview.examined, one, many)} would change.`;
}

/** A number as it is; amounts have their currency in the label. */
export function valueOf({ label }: Pick<ReplayMove, 'label'>, value: string | null): string {
  if (value === null) return '–';
  const currency = /^Revenue, ([A-Z]{3})$/.exec(label)?.[1] ?? /^([A-Z]{3}), sum$/.exec(label)?.[1];
  if (currency) return formatAmount(value, currency);
  return Number.isSafeInteger(Number(value)) ? formatNumber(Number(value)) : value;
}
