import type { Visibility } from '@engagex/domain/reports';
import { DomainError } from '@engagex/domain/shared';
import { currentUserId } from '@engagex/tenancy';
import { callerMay } from '../../platform/http/caller.ts';

export interface Owned {
  readonly ownerId: string | null;
  /** Null when they are not a member any more. */
  readonly owner: { readonly id: string } | null;
  readonly visibility: Visibility;
}

/** Authors change what only they see; what is shared is changed by those who may share, and what somebody left behind by owners. */
export function canChange({ ownerId, owner, visibility }: Owned): boolean {
  if (visibility === 'organization') return callerMay('reports:share');
  if (owner === null) return callerMay('organization:own');
  return ownerId !== null && ownerId === currentUserId();
}

/** Throws when the caller may not change it, or not make it `wanted`. */
export function assertMayChange(owned: Owned, noun: 'saved-report' | 'dashboard', wanted = owned.visibility): void {
  const thing = noun === 'dashboard' ? 'dashboard' : 'report';
  if (!canChange(owned))
    throw new DomainError(
      'forbidden',
      `${noun}.shared`,
      `Your role does not allow changing a shared ${thing}. Duplicate it to get a copy of your own.`,
    );
  if (wanted === 'organization' && !callerMay('reports:share'))
    throw new DomainError(
      'forbidden',
      `${noun}.sharing`,
      `Your role does not allow sharing a ${thing}. Ask an owner, admin or campaign manager.`,
    );
}

/** What the contract shows of a row. */
export function shown<Row extends Owned>({ ownerId, ...row }: Row): Omit<Row, 'ownerId'> & { canChange: boolean } {
  return { ...row, canChange: canChange({ ownerId, owner: row.owner, visibility: row.visibility }) };
}

/** Not longer than a name may be. */
export function copyOf(name: string, most: number): string {
  const suffix = ' (copy)';
  return `${name.slice(0, most - suffix.length)}${suffix}`;
}
