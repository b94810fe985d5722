import type { CampaignReport } from './reports.contract.ts';

/** Whether somebody would take one subject for the other. */
export function isSameSubject(one: string, other: string): boolean {
  const plain = (subject: string) => subject.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  return plain(one) === plain(other);
}

/**
 * A subject to begin with for those who did not open a campaign: of a test, the best of those that most people did
 * not get. Empty when there is none, since they did not open the one they got.
 */
export function subjectToRemindWith({ subject, firstStage }: Pick<CampaignReport, 'subject' | 'firstStage'>): string {
  if (subject === null || firstStage?.kind !== 'ab_test') return '';
  const others = firstStage.variants.filter((variant) => !isSameSubject(variant.subject, subject));
  return others.toSorted((one, other) => other.rate - one.rate)[0]?.subject ?? '';
}
