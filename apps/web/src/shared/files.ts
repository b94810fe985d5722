import type { InputOf, OutputOf, RouteDefinition } from '@engagex/domain/shared';
import { ApiError, networkError, problemFrom } from './api-error.ts';
import { organizationHeader, send, urlOf } from './http.ts';

/**
 * Sends one file to an operation that takes one, telling how much has left (0 to 1). Throws `ApiError`.
 * XMLHttpRequest, because fetch cannot tell the progress of what it sends.
 */
export function upload<R extends RouteDefinition & { readonly upload: true }>(
  route: R,
  input: InputOf<R> & { file: File },
  options: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<OutputOf<R>> {
  const form = new FormData();
  form.append('file', input.file);
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open(route.method, urlOf(route, { ...input }));
    for (const [name, value] of Object.entries(organizationHeader())) call.setRequestHeader(name, value);
    call.upload.addEventListener('progress', (event) => options.onProgress?.(event.loaded / event.total));
    call.addEventListener('error', () => reject(networkError(undefined)));
    call.addEventListener('abort', () => reject(new DOMException('The upload was cancelled.', 'AbortError')));
    call.addEventListener('load', () => {
      if (call.status < 300) return resolve(JSON.parse(call.responseText)); // serialised through this route's schema
      const headers = new Headers({ 'x-request-id': call.getResponseHeader('x-request-id') ?? '' });
      reject(new ApiError(problemFrom(call.status, call.responseText, headers)));
    });
    options.signal?.addEventListener('abort', () => call.abort());
    call.send(form);
  });
}

/** Fetches a file from an operation and hands it to the browser's downloads; a plain link could not name the organization. */
export async function download<R extends RouteDefinition>(
  route: R,
  input: InputOf<R>,
  fileName: string,
): Promise<void> {
  const response = await send(urlOf(route, input), {
    method: route.method,
    headers: { accept: route.produces ?? '*/*' },
  });
  saveFile(fileName, await response.blob());
}

/** Hands a file that was made here to the browser's downloads. */
export function saveFile(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: url, download: fileName });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
