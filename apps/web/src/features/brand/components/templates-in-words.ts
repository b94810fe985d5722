import { formatNumber } from '../../../shared/format.ts';

export function templatesInWords(count: number): string {
  return count === 1 ? '1 template' : `${formatNumber(count)} templates`;
}
