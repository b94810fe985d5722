import type { Request, RequestHandler, Response } from 'express';
import { type HttpMetrics, unmatched } from '@engagex/telemetry';

/** Requests by the door they came through, such as `/api/{*path}`: the API knows its routes better. */
export function measureRequests(http: HttpMetrics): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    response.once('finish', () => {
      const route = routeOf(request, response);
      if (route.startsWith('/health/')) return; // asked all the time, and no measure of anything
      const type = response.getHeader('content-type');
      http.note({
        method: request.method,
        route,
        status: response.statusCode,
        seconds: (performance.now() - started) / 1000,
        isStream: typeof type === 'string' && type.startsWith('text/event-stream'),
      });
    });
    next();
  };
}

/** What a browser reads besides, such as the application and its files. */
const files = 'files';

/** The pattern of the route that answered; never a path. Mounts ignore case, hence the small letters. */
function routeOf(request: Request, { statusCode }: Response): string {
  const route: unknown = request.route;
  const path = route && typeof route === 'object' && 'path' in route ? route.path : null;
  if (path === null) return statusCode === 404 ? unmatched : files;
  const pattern = Array.isArray(path) ? path.join(' ') : String(path);
  return `${request.baseUrl.toLowerCase()}${pattern}`;
}
