import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const users = new WeakMap<FastifyRequest, string>();

export function setUserOf(request: FastifyRequest, userId: string): void {
  users.set(request, userId);
}

/** The id of the signed-in user, for routes outside any organization. */
export const UserId = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined =>
  users.get(context.switchToHttp().getRequest<FastifyRequest>()),
);
