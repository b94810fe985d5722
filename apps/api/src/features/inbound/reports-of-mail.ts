import type { Report, ReportKind } from '@engagex/domain/receipts';
import type { ReadMail, ReportedAction } from './parsing/index.ts';

/** That a mail went on somewhere, to one or several, says nothing of whether it arrived. */
const kindOf: Readonly<Record<ReportedAction, ReportKind | null>> = {
  failed: 'bounced',
  delayed: 'delayed',
  delivered: 'delivered',
  complained: 'complained',
  relayed: null,
  expanded: null,
};

/** What a mail reports of the delivery it is about; `name` is what the mail is known by. Nothing when it is about none of ours. */
export function reportsOfMail(mail: ReadMail, name: string, receivedAt: Date): Report[] {
  const { deliveryId } = mail;
  if (!deliveryId || (mail.kind !== 'dsn' && mail.kind !== 'bounce' && mail.kind !== 'complaint')) return [];
  return mail.reports.flatMap(({ action, address, originalAddress, status, code, words, at }, n): Report[] => {
    const kind = kindOf[action];
    if (!kind) return [];
    return [
      {
        deliveryId,
        kind,
        source: mail.kind === 'complaint' ? 'arf' : 'dsn',
        sourceId: `${name}:${n}`,
        at: at ?? receivedAt,
        address: originalAddress ?? address,
        status,
        code,
        words,
        given: null,
      },
    ];
  });
}
