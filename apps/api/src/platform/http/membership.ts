import { can, type entries, type Role } from '@engagex/domain/accounts';
import { DomainError, type RouteDefinition } from '@engagex/domain/shared';
import type { Statement } from '@engagex/tenancy';
import type { Identity } from '../identity-token.ts';

/** What every request of a member has to know, read in the transaction that serves it. */
export interface Membership {
  readonly organizationId: string;
  readonly role: Role;
  readonly requiresSecondFactor: boolean;
  readonly requiresSingleSignOn: boolean;
  readonly isVerified: boolean;
}

/** Asks for the membership of a user in the scope's organization. */
export function membershipOf(userId: string): Statement {
  return { text: findMembership, values: [userId], isKept: true };
}

const findMembership = `
  select m.organization_id as "organizationId", m.role, o.requires_second_factor as "requiresSecondFactor",
    o.requires_single_sign_on as "requiresSingleSignOn", u.email_verified_at is not null as "isVerified"
  from memberships m join organizations o on o.id = m.organization_id join users u on u.id = m.user_id
  where m.user_id = $1 and o.deleted_at is null`;

/** The member's role; throws unless this member, signed in like this, may use the route. */
export function roleThatMay(member: Membership | undefined, identity: Identity, route: RouteDefinition): Role {
  if (!member) throw notAMember();
  const entry = entryOf(member, identity);
  if (entry === 'second-factor') {
    throw new DomainError(
      'forbidden',
      'organization.second-factor',
      'This organization requires a second factor. Set one up in your settings, or sign in again with it.',
    );
  }
  if (entry === 'single-sign-on') {
    throw new DomainError(
      'forbidden',
      'organization.single-sign-on',
      'This organization requires its own single sign-on. Sign in there.',
    );
  }
  const { permission } = route;
  const isOfAll = permission === 'public' || permission === 'signed-in' || permission === 'key';
  if (permission === 'operator') throw forbidden(); // no role is one
  if (!isOfAll && !can(member.role, permission)) throw forbidden();
  // An organization's own provider vouches for the address, too.
  if (route.needsVerifiedAddress && !member.isVerified && identity.boundTo === null) {
    throw new DomainError(
      'forbidden',
      'address.unverified',
      'Confirm your email address first. Open the link we sent you, or request a new one in your settings.',
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
