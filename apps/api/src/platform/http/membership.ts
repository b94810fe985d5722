import { can, type entries, type Role } from '@engagex/domain/accounts';
import { DomainError, type RouteDefinition } from '@engagex/domain/shared';
import type { Identity } from '../identity-token.ts';

/** What every request of a member has to know, read in the transaction that serves it. */
export interface Membership {
  readonly organizationId: string;
  readonly role: Role;
  readonly requiresSecondFactor: boolean;
  readonly requiresSingleSignOn: boolean;
  readonly isVerified: boolean;
}

/** SQL for the membership of a user in the scope's organization. It rides along with BEGIN, so it takes no parameters. */
export function membershipOf(userId: string): string {
  if (!/^[0-9a-f-]{36}$/.test(userId)) throw new TypeError('A user id is a UUID.');
  return `SELECT m.organization_id AS "organizationId", m.role, o.requires_second_factor AS "requiresSecondFactor",
      o.requires_single_sign_on AS "requiresSingleSignOn", u.email_verified_at IS NOT NULL AS "isVerified"
    FROM memberships m JOIN organizations o ON o.id = m.organization_id JOIN users u ON u.id = m.user_id
    WHERE m.user_id = '${userId}' AND o.deleted_at IS NULL`;
}

/** The member's role; throws unless this member, signed in like this, may use the route. */
export function roleThatMay(member: Membership | undefined, identity: Identity, route: RouteDefinition): Role {
  if (!member) throw notAMember();
  const entry = entryOf(member, identity);
  if (entry === 'second-factor') {
    throw new DomainError(
      'forbidden',
      'organization.second-factor',
      'This organization asks for a second factor. Set one up in your settings, or sign in again with it.',
    );
  }
  if (entry === 'single-sign-on') {
    throw new DomainError(
      'forbidden',
      'organization.single-sign-on',
      'This organization is entered through its own single sign-on. Sign in there.',
    );
  }
  const { permission } = route;
  const isOfAll = permission === 'public' || permission === 'signed-in' || permission === 'key';
  if (!isOfAll && !can(member.role, permission)) throw forbidden();
  // An organization's own provider vouches for the address, too.
  if (route.needsVerifiedAddress && !member.isVerified && identity.boundTo === null) {
    throw new DomainError(
      'forbidden',
      'address.unverified',
      'Confirm your email address first: follow the link we mailed you, or ask for a new one in your settings.',
    );
  }
  return member.role;
}

type Rules = Pick<Membership, 'organizationId' | 'role' | 'requiresSecondFactor' | 'requiresSingleSignOn'>;

/**
 * What the organization still asks of this sign-in. Its own provider answers for second factors too. Owners can always
 * come in by password: a provider that fails must not lock everybody out.
 */
export function entryOf(
  rules: Rules,
  { hasSecondFactor, boundTo }: Pick<Identity, 'hasSecondFactor' | 'boundTo'>,
): (typeof entries)[number] {
  if (boundTo === rules.organizationId) return 'open';
  if (rules.requiresSingleSignOn && rules.role !== 'owner') return 'single-sign-on';
  return rules.requiresSecondFactor && !hasSecondFactor ? 'second-factor' : 'open';
}

/** An organization one is not a member of looks like one that does not exist. */
export function notAMember(): DomainError {
  return new DomainError(
    'not-found',
    'organization.not-found',
    'This organization does not exist, or you are not a member.',
  );
}

export function forbidden(): DomainError {
  return new DomainError('forbidden', 'permission.denied', 'Your role does not allow this. Ask an owner or admin.');
}
