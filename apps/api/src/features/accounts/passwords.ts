import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';
import { Injectable } from '@nestjs/common';
import { weaknessOfPassword } from '@engagex/domain/accounts';
import { DomainError, invalid } from '@engagex/domain/shared';

/** Argon2id with 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet; RFC 9106). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Half of the four threads that Node also reads files and looks up names with. */
const atOnce = 2;
const maxWaiting = 200;
/** What attackers try first: the 49,000 commonest of published leaks. */
const commonest: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/** Hashes and checks passwords, a few at a time: a flood of sign-ins cannot take the memory. */
@Injectable()
export class Passwords {
  readonly #waiting: (() => void)[] = [];
  readonly #decoy = hash('no one has this password', cost);
  #running = 0;

  /**
   * Of a new password; throws `password.common` for one that many others have, `password.weak` for one that is guessed
   * from what is `known` about the person: address, name, organization.
   */
  async hash(password: string, known: readonly (string | null)[]): Promise<string> {
    const weakness = weaknessOfPassword(password, ['EngageX', ...known]);
    if (weakness) throw invalid('password.weak', weakness, [{ path: ['password'], message: weakness }]);
    if (commonest.has(password.toLowerCase())) {
      const message = 'This password is too common and easy to guess. Choose another, such as a few words in a row.';
      throw invalid('password.common', message, [{ path: ['password'], message }]);
    }
    return this.#inTurn(() => hash(password, cost));
  }

  /** Without a stored hash it checks against a decoy, so that an unknown address takes as long as a known one. */
  async verify(stored: string | null | undefined, password: string): Promise<boolean> {
    const matches = await this.#inTurn(async () => verify(stored ?? (await this.#decoy), password));
    return matches && typeof stored === 'string';
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= atOnce) {
      if (this.#waiting.length >= maxWaiting) {
        throw new DomainError(
          'unavailable',
          'sign-in.busy',
          'Too many people are signing in right now. Try again in a minute.',
        );
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
