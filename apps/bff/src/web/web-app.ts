import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';
import sirv from 'sirv';

const immutable = 'public, max-age=31536000, immutable';

/** The built single-page application: hashed assets for ever, its page for every other address a browser opens. */
export function webApp(folder: string): Router {
  const router = Router();
  if (!existsSync(join(folder, 'index.html'))) {
    router.get('/', (_request, response) => {
      response.status(503).type('text/plain').send('The web application is not built yet. Run: npm run build');
    });
    return router;
  }
  const files = sirv(folder, {
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders: (response, path) =>
      response.setHeader('cache-control', path.startsWith('/assets/') ? immutable : 'no-cache'),
  });
  const page = sirv(folder, {
    brotli: true,
    gzip: true,
    etag: true,
    single: true,
    ignores: false, // an address may end like a file: /settings/domain-reports/shop.example
    setHeaders: (response) => response.setHeader('cache-control', 'no-cache'),
  });
  router.use((request, response, next) => files(request, response, next));
  router.use((request, response, next) => {
    const isPage =
      request.method === 'GET' &&
      !request.path.startsWith('/assets/') &&
      (request.get('accept') ?? '').includes('text/html');
    if (isPage) page(request, response, next);
    else next();
  });
  return router;
}
