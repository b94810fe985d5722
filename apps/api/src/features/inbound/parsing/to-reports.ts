import type { Report, ReportKind } from '@engagex/domain/receipts';
import type { ReadMail, ReportedAction } from './mail-terms.ts';

const kinds: Readonly<Record<ReportedAction, ReportKind | null>> = {
  failed: 'bounced',
  delayed: 'delayed',
  delivered: 'delivered',
  complained: 'complained',
  // Passed on to a server that does not report, or to the members of a list: nobody knows whether it arrived.
  relayed: null,
  expanded: null,
};

/**
 * What a mail reports of our delivery; nothing when none of our marks is in it. `receivedAt` counts where the mail does not
 * say when. The address is the one that we wrote to, where the mail knows it.
 */
export function toReports(mail: ReadMail, receivedAt: Date): Report[] {
  const { deliveryId } = mail;
  if (deliveryId === null) return [];
  return mail.reports.flatMap(({ action, address, originalAddress, status, code, words, at }) => {
    const kind = kinds[action];
    if (!kind) return [];
    const sourceId = mail.messageId && [mail.messageId, address ?? ''].join(' ');
    const source = mail.kind === 'complaint' ? 'arf' : 'dsn';
    return [
      {
        deliveryId,
        kind,
        source,
        sourceId,
        at: at ?? receivedAt,
        address: originalAddress ?? address,
        status,
        code,
        words,
        given: null,
      } as const,
    ];
  });
}
