import { Injectable } from '@nestjs/common';
import { exploreLimits } from '@engagex/domain/explore';
import { DomainError, Gate } from '@engagex/domain/shared';
import { currentScope } from '@engagex/tenancy';

const retryAfterSeconds = 3;

/** Turns of organizations at answering questions, in this process. */
@Injectable()
export class QuestionTurns {
  readonly #gate = new Gate('explore', {
    places: exploreLimits.atOnce,
    placesPerCaller: exploreLimits.atOnceOfOrganization,
    waiting: exploreLimits.waiting,
    waitingPerCaller: exploreLimits.waitingOfOrganization,
    patienceMs: exploreLimits.waitMs,
  });

  /** Waits for a turn, and then works. Call it outside of a transaction: who waits must hold no connection. */
  async inTurn<T>(gone: AbortSignal, work: () => Promise<T>): Promise<T> {
    const leave = await this.#gate.enter(currentScope().organizationId, gone).catch((error: unknown) => {
      throw error instanceof DomainError ? busy(error) : error;
    });
    try {
      return await work();
    } finally {
      leave();
    }
  }
}

function busy(cause: DomainError): DomainError {
  const options = { cause, retryAfterSeconds };
  if (cause.kind === 'limit')
    return new DomainError(
      'limit',
      'explore.too-many-questions',
      `Your organization is asking more questions about events than can be answered at once (${exploreLimits.atOnceOfOrganization}). Try again in a few seconds.`,
      options,
    );
  return new DomainError(
    'unavailable',
    'explore.busy',
    'Many questions about events are being answered right now. Try again in a few seconds.',
    options,
  );
}
