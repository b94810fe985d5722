import type { Request, RequestHandler } from 'express';
import { type HttpMetrics, type Recent, unmatched } from '@engagex/telemetry';

/** Requests by the door they came through, such as `/api/{*path}`: the API knows its routes better. */
export function measureRequests(http: HttpMetrics, recent: Recent): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    response.once('finish', () => {
      const route = routeOf(request, response.statusCode);
      if (route.startsWith('/health/')) return; // asked all the time, and no measure of anything
      const type = response.getHeader('content-type');
      const isStream = typeof type === 'string' && type.startsWith('text/event-stream');
      const ms = performance.now() - started;
      const { method } = request;
      http.note({ method, route, status: response.statusCode, seconds: ms / 1000, isStream });
      if (!isStream && route !== unmatched) recent.answered(method, route, ms);
    });
    next();
  };
}

/** What a browser reads besides, such as the application and its files. */
const files = 'files';

/** The pattern of the route that answered; never a path. Mounts ignore case, hence the small letters. */
export function routeOf(request: Request, statusCode: number): string {
  const route: unknown = request.route;
  const path = route && typeof route === 'object' && 'path' in route ? route.path : null;
  if (path === null) return statusCode === 404 ? unmatched : files;
  const pattern = Array.isArray(path) ? path.join(' ') : String(path);
  return `${request.baseUrl.toLowerCase()}${pattern}`;
}
