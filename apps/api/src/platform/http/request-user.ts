import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '@engagex/domain/shared';
import type { FastifyRequest } from 'fastify';
import type { Identity } from '../identity-token.ts';

/** Who is signed in, and how. */
export interface Caller extends Identity {
  readonly userId: string;
}

const callers = new WeakMap<FastifyRequest, Caller>();

export function setCallerOf(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
  return caller;
}

/** The signed-in person, for routes outside any organization. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
