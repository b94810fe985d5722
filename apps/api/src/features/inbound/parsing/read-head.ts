import { systemEvidence } from './evidence.ts';
import { isJunkReportSubject } from './feedback.ts';
import { Headers, readHeaders } from './headers.ts';
import { findMarks } from './marks.ts';
import type { OurMarks } from './mail-terms.ts';

export interface ReadHead {
  /** The delivery whose return path it was sent to. */
  readonly sentTo: string | null;
  /** Whether a mail system may have written it, about a message of ours. */
  readonly isOfSystem: boolean;
}

/** What a header says before anything else of a mail is read. Never throws, whatever the bytes. */
export function readHead(header: Uint8Array, marks: OurMarks): ReadHead {
  const { headers } = readHeaders(Buffer.from(header).toString('latin1'));
  const nothing = { original: null, feedback: new Headers([]), envelopeId: null, originalMessageId: null, text: '' };
  const { deliveryId, markedBy } = findMarks({ headers, envelopeTo: [], ...nothing }, marks);
  return {
    sentTo: markedBy === 'token' ? deliveryId : null,
    isOfSystem: systemEvidence(headers) >= 1 || isJunkReportSubject(headers),
  };
}
