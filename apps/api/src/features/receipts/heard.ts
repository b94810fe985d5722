import { createHash } from 'node:crypto';
import { type Judgement, judgeBounce, type Report, statusOf } from '@engagex/domain/receipts';
import { addressKey } from '@engagex/domain/shared';
import type { Subject } from './subjects.queries.ts';

/** A report with the message it is about and what it means. */
export interface Heard {
  readonly subject: Subject;
  readonly report: Report;
  readonly sourceKey: string;
  readonly addressKey: string | null;
  readonly words: string;
  readonly at: Date;
  /** Null for what is no bounce. */
  readonly judgement: Judgement | null;
}

const mostWords = 1_000;
const earliest = Date.UTC(2000, 0, 1);

/** What a report says, in the bounds of what is stored. A time that cannot be is the time at which it was heard. */
export function heardOf(told: Report, subject: Subject, now: Date): Heard {
  const report = bounded(told);
  const time = report.at.getTime();
  return {
    subject,
    report,
    sourceKey: sourceKeyOf(report),
    addressKey: subject.address === '' ? null : addressKey(subject.address),
    words: subject.address === '' ? '' : report.words,
    at: time >= earliest && time <= now.getTime() ? report.at : now,
    judgement: report.kind === 'bounced' || report.kind === 'delayed' ? judgeBounce(report) : null,
  };
}

function bounded(report: Report): Report {
  const status = report.status === null ? null : statusOf(storable(report.status));
  return { ...report, status, words: storable(report.words).slice(0, mostWords) };
}

/**
 * A hash of what the source calls it, which may have an address in it. A report without a name is the same when it says
 * the same of the same moment.
 */
function sourceKeyOf({ sourceId, kind, status, code, words, at }: Report): string {
  const said = sourceId ?? JSON.stringify([kind, status, code, words, at.getTime()]);
  return createHash('sha256').update(said).digest('base64url');
}

/** PostgreSQL stores no NUL in a text. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
