/** What kept a message from being aligned with its From domain (RFC 9989, 4.4), as far as its report says. */
export const alignmentCauses = [
  'aligned',
  'signed_elsewhere',
  'path_elsewhere',
  'broken_signature',
  'unauthenticated',
] as const;
export type AlignmentCause = (typeof alignmentCauses)[number];

/** One result of DKIM or SPF in a report: the domain it is about and how it went. */
export interface AuthResult {
  readonly domain: string;
  readonly result: string;
}

export interface JudgedRow {
  readonly isAligned: boolean;
  readonly headerFrom: string;
  readonly dkim: readonly AuthResult[];
  readonly spf: readonly AuthResult[];
}

/** Why messages of a row are aligned or not, and the domain that vouches for them; null when none does. */
export function causeOf({ isAligned, headerFrom, dkim, spf }: JudgedRow): {
  readonly cause: AlignmentCause;
  readonly voucher: string | null;
} {
  const signer = passing(dkim, headerFrom);
  const path = passing(spf, headerFrom);
  if (isAligned) return { cause: 'aligned', voucher: signer ?? path };
  if (signer) return { cause: 'signed_elsewhere', voucher: signer };
  if (path) return { cause: 'path_elsewhere', voucher: path };
  const isBroken = dkim.some(({ domain }) => isRelated(domain, headerFrom));
  return { cause: isBroken ? 'broken_signature' : 'unauthenticated', voucher: null };
}

/** The domain that passed; one that belongs to the sender before others. */
function passing(results: readonly AuthResult[], headerFrom: string): string | null {
  const passed = results.filter(({ result, domain }) => result === 'pass' && domain !== '');
  const own = passed.find(({ domain }) => isRelated(domain, headerFrom));
  return (own ?? passed[0])?.domain ?? null;
}

/** Whether one is the other or below it. */
function isRelated(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}
