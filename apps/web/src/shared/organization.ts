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

/** The organization whose own provider somebody came through on this device, for the sign-in page to offer again. */
export function lastSingleSignOn(): { readonly id: string; readonly name: string } | null {
  const [id, ...name] = recall('single-sign-on')?.split(' ') ?? [];
  return id ? { id, name: name.join(' ') } : null;
}

export function rememberSingleSignOn(id: string, name: string): void {
  remember('single-sign-on', `${id} ${name}`);
}
