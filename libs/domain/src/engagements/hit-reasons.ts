/**
 * What was noticed about an open or a click when it was judged. Most speak for a machine; `image_proxy` and `private_relay`
 * are told because people ask, and speak for nobody. The strongest come first.
 */
export const hitReasons = [
  'head_request',
  'head_twin',
  'scanner',
  'program',
  'gateway_network',
  'before_acceptance',
  'too_soon',
  'many_links',
  'two_at_once',
  'every_link',
  'same_program',
  'privacy_proxy',
  'bare_name',
  'no_name',
  'cloud_network',
  'mailbox_network',
  'within_seconds',
  'within_half_a_minute',
  'not_opened',
  'gateway_mailbox',
  'old_browser',
  'image_proxy',
  'private_relay',
] as const;
export type HitReason = (typeof hitReasons)[number];

/** The strongest of some reasons: `hitReasons` has them in this order. Null for none. */
export function strongestReason(reasons: readonly HitReason[]): HitReason | null {
  return hitReasons.find((reason) => reasons.includes(reason)) ?? null;
}
