import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { Gate } from '@engagex/domain/shared';
import { lookups } from '../limits.ts';
import { addressKeyOf } from '../proxy/address.ts';

/**
 * Handlers that ask the database who somebody is, in turn: a flood with one session waits behind itself, not in front
 * of everybody else.
 */
export class Lookups {
  readonly #gate = new Gate('lookups', lookups);
  readonly #cookie: RegExp;

  constructor(cookieName: string) {
    this.#cookie = new RegExp(String.raw`(?:^|;\s*)${cookieName}=([^;]+)`);
  }

  /** For how long a request has been waiting while every place was taken. */
  get stuckForMs(): number {
    return this.#gate.stuckForMs;
  }

  inTurn(handlers: readonly RequestHandler[]): RequestHandler[] {
    const begin: RequestHandler = async (request, response, next) => {
      const leave = await this.#gate.enter(this.#callerOf(request));
      response.locals['endLookup'] = leave;
      response.once('close', leave);
      next();
    };
    const end: RequestHandler = (_request, response, next) => {
      const leave: unknown = response.locals['endLookup'];
      if (typeof leave === 'function') leave();
      next();
    };
    return [begin, ...handlers, end];
  }

  #callerOf(request: Request): string {
    const said = request.get('authorization') ?? this.#cookie.exec(request.get('cookie') ?? '')?.[1];
    return said ? createHash('sha256').update(said).digest('base64url') : addressKeyOf(request);
  }
}
