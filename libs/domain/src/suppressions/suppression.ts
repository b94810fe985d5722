/** Why an address gets nothing. */
export const suppressionReasons = ['unsubscribe', 'hard_bounce', 'complaint', 'manual', 'import', 'erased'] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** Only the person can take these back: by signing up again, never through a member. */
export function isTheirOwn(reason: SuppressionReason): boolean {
  return reason === 'unsubscribe' || reason === 'erased';
}

export const suppressionLimits = { fileBytes: 10 * 1024 * 1024, rows: 100_000 } as const;
