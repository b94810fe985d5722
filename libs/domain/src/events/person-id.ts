/** An id that a person is known by: given by a device before anybody signed in, or the organization's own. */
export type PersonIdKind = 'anonymous' | 'user';

/** A person is who has this id, in this organization. */
export interface PersonKey {
  readonly organizationId: string;
  readonly kind: PersonIdKind;
  /** As received: case and spaces tell ids apart. */
  readonly id: string;
}

/**
 * The id of a person, computed of theirs, so that nothing is looked up when an event arrives: a UUID of version 8 (RFC 9562) of
 * a SHA-256. An anonymous id never makes the id of a known person, not even when it reads the same.
 *
 * @param sha256 the digest of a text in UTF-8, in hexadecimal digits.
 */
export function personIdOf({ organizationId, kind, id }: PersonKey, sha256: (text: string) => string): string {
  const digest = sha256(`${organizationId} ${kind} ${id}`);
  const variant = ((Number.parseInt(digest.charAt(16), 16) % 4) + 8).toString(16); // 10xx, RFC 9562, 4.1
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`];
  return [...parts, `${variant}${digest.slice(17, 20)}`, digest.slice(20, 32)].join('-');
}
