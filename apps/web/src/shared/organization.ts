import { recall, remember } from './storage.ts';

const inPath = /^\/o\/([^/]+)/;

/** The organization this page is about: the page's address says it, so two tabs can show two organizations. */
export function organizationInUrl(): string | null {
  return inPath.exec(location.pathname)?.[1] ?? null;
}

/** The organization to open when the address names none. */
export function lastOrganization(): string | null {
  return recall('organization');
}

export function rememberOrganization(id: string): void {
  remember('organization', id);
}
