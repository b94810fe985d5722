import type { AttributionOutcome, AttributionRules, ConversionView } from '@engagex/domain/attributions';
import { formatAmount, formatCount, formatDuration } from '../../../shared/format.ts';

/** "Clicked shop.example/sale" */
export function wordsForTouch({ touch, url }: Pick<ConversionView, 'touch' | 'url'>): string {
  if (touch === 'open') return 'Opened';
  return `Clicked ${url === null ? 'a link' : url.replace(/^https?:\/\//, '')}`;
}

/** "3 h before in the same browser, variant B" */
export function wordsForTouchTime({ touchedAt, occurredAt, via, variant }: TouchTime): string {
  const before = `${formatDuration((Date.parse(occurredAt) - Date.parse(touchedAt)) / 1000)} before`;
  const where = via === 'browser' ? ' in the same browser' : '';
  return `${before}${where}${variant === null ? '' : `, variant ${variant}`}`;
}

type TouchTime = Pick<ConversionView, 'touchedAt' | 'occurredAt' | 'via' | 'variant'>;

/** "€49.90"; what was refunded is beside it. */
export function wordsForAmount({ amount, currency }: Pick<ConversionView, 'amount' | 'currency'>): string {
  return amount === null || currency === null ? '–' : formatAmount(amount, currency);
}

/** "up to 5 days after a click, 1 day after an open" */
export function wordsForRules({
  basis,
  clickDays,
  openDays,
}: Pick<AttributionRules, 'basis' | 'clickDays' | 'openDays'>): string {
  const click = `up to ${formatCount(clickDays, 'day')} after a click`;
  return basis === 'click' ? click : `${click} or ${formatCount(openDays, 'day')} after an open`;
}

export const outcomeWords: Readonly<Record<AttributionOutcome, string>> = {
  attributed: 'Attributed to a campaign',
  no_contact: 'Person is not a contact',
  no_touch: 'No click or open',
  touch_too_old: 'Last click or open was too long before',
  touch_later: 'First click or open came after',
};
