import { attributionsRoutes } from '@engagex/domain/attributions';
import { auditRoutes } from '@engagex/domain/audit';
import { exportsRoutes, importsRoutes } from '@engagex/domain/contacts';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { domainReportsRoutes } from '@engagex/domain/domain-reports';
import { eventExportsRoutes } from '@engagex/domain/event-exports';
import { imagesRoutes } from '@engagex/domain/images';
import { messagesRoutes } from '@engagex/domain/messages';
import type { RouteDefinition } from '@engagex/domain/shared';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { usageRoutes } from '@engagex/domain/usage';
import { bodies } from '../limits.ts';

/** The contracts with routes that take a file, give one, or have a larger body than usual; a test finds what is missing. */
const routes: readonly RouteDefinition[] = [
  attributionsRoutes,
  auditRoutes,
  deliveriesRoutes,
  domainReportsRoutes,
  eventExportsRoutes,
  exportsRoutes,
  imagesRoutes,
  importsRoutes,
  messagesRoutes,
  suppressionsRoutes,
  usageRoutes,
].flatMap((contract) => Object.values(contract));

const uploads = routes.filter(({ upload }) => upload).map(matcherOf);
const downloads = routes.filter(isDownload).map(matcherOf);
const sizes = routes
  .filter(({ bodyBytes }) => bodyBytes !== undefined)
  .map((route) => ({ matches: matcherOf(route), bytes: route.bodyBytes ?? bodies.api.bytes }));

/** Takes a file of many megabytes. */
export function usesUploads(method: string, path: string): boolean {
  return uploads.some((matches) => matches(method, path));
}

/** Answers with a file that is written while it is read. */
export function usesDownloads(method: string, path: string): boolean {
  return downloads.some((matches) => matches(method, path));
}

/** The largest body, in bytes. */
export function sizeOfBody(method: string, path: string): number {
  return sizes.find(({ matches }) => matches(method, path))?.bytes ?? bodies.api.bytes;
}

export function isDownload({ produces }: RouteDefinition): boolean {
  return produces !== undefined && produces !== 'image/*' && produces !== 'text/event-stream';
}

function matcherOf({ method, path }: RouteDefinition): (method: string, path: string) => boolean {
  const pattern = new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/:\w+/g, '[^/]+')}/?$`, 'i');
  return (asked, askedPath) => asked === method && pattern.test(askedPath);
}
