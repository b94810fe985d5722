/**
 * Types of feedback by which a person, or their provider for them, asks for no more mail (RFC 5965, 7.3; `opt-out` of its
 * drafts). All others, such as `not-spam`, `auth-failure` and `virus`, say nothing of what a person wants.
 */
const complaints: ReadonlySet<string> = new Set([
  'abuse',
  'fraud',
  'opt-out',
  'opt-out-list',
  'unsubscribe',
  'complaint',
  'spam',
]);

export function isComplaintType(feedbackType: string): boolean {
  return complaints.has(feedbackType.toLowerCase());
}
