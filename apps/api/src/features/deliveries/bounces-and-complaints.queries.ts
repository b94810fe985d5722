/**
 * What a campaign has done to people so far, as columns of a statement; the one place that says what counts. A message
 * refused at the hand-over is a bounce, and so is one that came back later (delivery_receipts); complaints come back, too.
 */
export function bouncesAndComplaintsOf(campaign: string): string {
  const handedOver = (condition: string) => `
    coalesce((select sum(n.count) from delivery_counts n where n.campaign_id = ${campaign} and ${condition}), 0)::int`;
  const people = (kind: string) => `
    coalesce((select n.people from engagement_counts n where n.campaign_id = ${campaign} and n.kind = '${kind}'), 0)::int`;
  const accepted = handedOver(`n.state = 'accepted'`);
  const refused = handedOver(`n.state = 'failed' and n.reason = 'rejected'`);
  return `${accepted} as accepted, ${accepted} + ${refused} as answered, ${refused} + ${people('bounce')} as bounces,
    ${people('complaint')} as complaints, ${people('unsubscribe')} as unsubscribes`;
}
