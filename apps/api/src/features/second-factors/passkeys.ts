import { Inject, Injectable } from '@nestjs/common';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { DataSource, type EntityManager } from 'typeorm';
import { conflict, DomainError, notFound } from '@engagex/domain/shared';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';

const maxPasskeys = 20;
/** EdDSA, ES256 and RS256 (COSE algorithm numbers of IANA): what authenticators have, and what our keys can be checked with. */
const algorithms = [-8, -7, -257];

interface StoredPasskey {
  readonly id: string;
  readonly userId: string;
  readonly credentialId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: string;
  readonly transports: string[];
}

const columns = `id, user_id as "userId", credential_id as "credentialId", public_key as "publicKey", counter, transports`;

interface Answer {
  readonly challenge: string;
  readonly response: Record<string, unknown>;
}

/** Passkeys (W3C Web Authentication, Level 3). Challenges come from the session, each is good for one answer. */
@Injectable()
export class Passkeys {
  readonly #origin: string;
  readonly #host: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly source: DataSource,
  ) {
    this.#origin = new URL(config.PUBLIC_URL).origin;
    this.#host = new URL(config.PUBLIC_URL).hostname;
  }

  async optionsForNew(userId: string) {
    const [user]: { name: string; email: string }[] = await this.source.query(
      'select name, email from users where id = $1',
      [userId],
    );
    if (!user) throw notFound('user');
    const known = await this.#of(userId);
    if (known.length >= maxPasskeys)
      throw conflict('passkey.too-many', `You already have ${maxPasskeys} passkeys. Remove one first.`);
    return generateRegistrationOptions({
      rpName: 'EngageX',
      rpID: this.#host,
      userName: user.email,
      userDisplayName: user.name,
      userID: new TextEncoder().encode(userId),
      attestationType: 'none',
      supportedAlgorithmIDs: algorithms,
      excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  async add(
    manager: EntityManager,
    userId: string,
    { name, challenge, response }: Answer & { name: string },
  ): Promise<void> {
    const verified = await refusing(() =>
      verifyRegistrationResponse({
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library checks every part of it
        response: response as unknown as RegistrationResponseJSON,
        expectedChallenge: challenge,
        expectedOrigin: this.#origin,
        expectedRPID: this.#host,
        requireUserVerification: true,
        supportedAlgorithmIDs: algorithms,
      }),
    );
    if (!verified.verified) throw wrongPasskey();
    const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential;
    const added: unknown[] = await manager.query(
      `insert into passkeys (user_id, credential_id, public_key, counter, transports, name)
       values ($1, $2, $3, $4, $5, $6) on conflict (credential_id) do nothing returning id`,
      [userId, id, Buffer.from(publicKey), counter, transports, name],
    );
    if (added.length === 0) throw conflict('passkey.exists', 'This passkey has already been added.');
  }

  /** The name it had. */
  async remove(manager: EntityManager, userId: string, id: string): Promise<string> {
    const [removed]: { name: string }[] = await manager.query(
      'with gone as (delete from passkeys where user_id = $1 and id = $2 returning name) select * from gone',
      [userId, id],
    );
    if (!removed) throw notFound('passkey');
    return removed.name;
  }

  /** For a passkey of this user, or, without one, for whichever passkey of this host its holder chooses. */
  async options(userId: string | null) {
    const known = userId ? await this.#of(userId) : [];
    return generateAuthenticationOptions({
      rpID: this.#host,
      userVerification: 'required',
      allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    });
  }

  /** Whose passkey answered; throws `passkey.wrong`. With `userId`, only that user's count. */
  async verify({ challenge, response }: Answer, userId: string | null): Promise<string> {
    const [passkey]: StoredPasskey[] = await this.source.query(
      `select ${columns} from passkeys where credential_id = $1 and ($2::uuid is null or user_id = $2)`,
      [typeof response['id'] === 'string' ? response['id'] : '', userId],
    );
    if (!passkey) throw wrongPasskey();
    const { verified, authenticationInfo } = await refusing(() =>
      verifyAuthenticationResponse({
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library checks every part of it
        response: response as unknown as AuthenticationResponseJSON,
        expectedChallenge: challenge,
        expectedOrigin: this.#origin,
        expectedRPID: this.#host,
        requireUserVerification: true,
        credential: {
          id: passkey.credentialId,
          publicKey: new Uint8Array(passkey.publicKey),
          counter: Number(passkey.counter),
          transports: passkey.transports,
        },
      }),
    );
    if (!verified) throw wrongPasskey();
    await this.source.query('update passkeys set counter = $2, last_used_at = now() where id = $1', [
      passkey.id,
      authenticationInfo.newCounter,
    ]);
    return passkey.userId;
  }

  #of(userId: string): Promise<StoredPasskey[]> {
    return this.source.query(`select ${columns} from passkeys where user_id = $1 order by id`, [userId]);
  }
}

/** The library throws for whatever does not fit: another challenge, origin or host, a wrong signature, a counter gone back. */
async function refusing<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch (cause) {
    throw wrongPasskey(cause);
  }
}

function wrongPasskey(cause?: unknown): DomainError {
  return new DomainError('invalid', 'passkey.wrong', 'This passkey was not accepted. Try again, or use another way.', {
    cause,
  });
}
