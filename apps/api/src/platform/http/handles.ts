import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
} from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { RouteDefinition } from '@engagex/domain/shared';
import type { FastifyRequest } from 'fastify';

export const routeKey = 'engagex:route';
export const publicKey = 'engagex:public';

export interface HandledRoute {
  readonly route: RouteDefinition;
  readonly transaction: boolean;
}

/**
 * Serves a route of the contract: its method and path, who may call it, what goes in and out. The handler runs in a
 * transaction of the organization unless `transaction` is false (streams, uploads, work over the network).
 */
export function Handles(route: RouteDefinition, options: { transaction?: boolean } = {}): MethodDecorator {
  const handled: HandledRoute = { route, transaction: options.transaction ?? true };
  return applyDecorators(
    RequestMapping({ path: route.path, method: RequestMethod[route.method] }),
    ...(route.bodyBytes ? [RouteConfig({ bodyBytes: route.bodyBytes })] : []),
    HttpCode(route.status ?? (route.response || route.produces ? 200 : 204)),
    SetMetadata(routeKey, handled),
  );
}

/** Serves an address that is not part of the contract and needs nobody signed in; says why in `reason`. */
export function Public(reason: string): MethodDecorator {
  return SetMetadata(publicKey, reason);
}

/**
 * Serves whoever shows in some other way who they are, by a signature over the bytes of the body: the handler gets
 * `request.body` as a Buffer, whatever its content type says. Says why nobody is signed in in `reason`.
 */
export function TakesBytes(reason: string, bodyBytes: number): MethodDecorator {
  return applyDecorators(Public(reason), RouteConfig({ bodyBytes, takesBytes: true }));
}

/** The same for a route of the contract, whose body and headers the handler checks itself. */
export function HandlesBytes(route: RouteDefinition & { readonly bodyBytes: number }, reason: string): MethodDecorator {
  const handled: HandledRoute = { route, transaction: false };
  return applyDecorators(
    RequestMapping({ path: route.path, method: RequestMethod[route.method] }),
    HttpCode(route.status ?? 200),
    SetMetadata(routeKey, handled),
    TakesBytes(reason, route.bodyBytes),
  );
}

/** A request that passed the route's checks. */
export interface RouteRequest extends FastifyRequest {
  input?: unknown;
}

/** The validated input: path parameters, query and body in one object. Type it with `ParsedInputOf<typeof route>`. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  return context.switchToHttp().getRequest<RouteRequest>().input;
});
