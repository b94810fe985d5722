/** What the secret of an event webhook is bound to. */
export function purposeOfHook(organizationId: string, transportId: string): string {
  return `event hook ${organizationId} ${transportId}`;
}
