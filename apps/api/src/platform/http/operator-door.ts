import { Inject, Injectable } from '@nestjs/common';
import type { OperatorStanding } from '@engagex/domain/accounts';
import { addressKey, DomainError } from '@engagex/domain/shared';
import { DataSource } from 'typeorm';
import type { Config } from '../../config.ts';
import type { Identity } from '../identity-token.ts';
import { CONFIG } from '../tokens.ts';

type SignedIn = Pick<Identity, 'hasSecondFactor' | 'boundTo'> & { readonly userId: string };

/** Who runs this installation: whoever confirmed one of the addresses in OPERATORS, in whichever organization they are. */
@Injectable()
export class OperatorDoor {
  readonly #addresses: ReadonlySet<string>;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly source: DataSource,
  ) {
    this.#addresses = new Set(config.OPERATORS);
  }

  /** Throws unless this person, signed in like this, is an operator. Asked for each request: an address may be given up. */
  async admit(person: SignedIn): Promise<void> {
    const standing = await this.standingOf(person);
    if (!standing) throw nothingHere();
    if (standing.entry === 'open') return;
    throw new DomainError(
      'forbidden',
      'operator.second-factor',
      'Operators need a second factor. Set one up in your settings, or sign in again with it.',
    );
  }

  /** Null for everybody who is no operator. An organization's own provider vouches for its members only. */
  async standingOf({ userId, hasSecondFactor, boundTo }: SignedIn): Promise<OperatorStanding | null> {
    if (this.#addresses.size === 0 || boundTo !== null) return null;
    const [user]: { email: string }[] = await this.source.query(
      'select email from users where id = $1 and email_verified_at is not null',
      [userId],
    );
    if (!user || !this.#addresses.has(addressKey(user.email))) return null;
    const { OPERATORS_SECOND_FACTOR: needsSecondFactor, BILLING } = this.config;
    return {
      entry: needsSecondFactor && !hasSecondFactor ? 'second-factor' : 'open',
      seesPlans: BILLING !== 'off',
    };
  }
}

/** The same answer as for an address that there is not. */
export function nothingHere(): DomainError {
  return new DomainError('not-found', 'path.not-found', 'There is nothing at this URL.');
}
