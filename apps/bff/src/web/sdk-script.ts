import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type RequestHandler, Router } from 'express';

/** How long a page may run an older script after an upgrade. */
const forAnHour = 'public, max-age=3600, stale-while-revalidate=86400';
const forGood = 'public, max-age=31536000, immutable';

/**
 * The script that web pages load to send events: `/sdk/engagex.js`, and `/sdk/engagex-<version>.js` for pages that pin one,
 * with an integrity hash or without. Pages of every site may load it.
 */
export function sdkScript(folder: string): Router {
  const router = Router();
  const file = join(folder, 'engagex.js');
  if (!existsSync(file)) return router;
  const plain = readFileSync(file);
  const encoded = { br: brotliCompressSync(plain), gzip: gzipSync(plain, { level: 9 }) };
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  const serve =
    (cacheControl: string): RequestHandler =>
    (request, response) => {
      const encoding = request.acceptsEncodings('br', 'gzip', 'identity'); // in the client's order
      const isEncoded = encoding === 'br' || encoding === 'gzip';
      response.set({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': cacheControl,
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        vary: 'accept-encoding',
        etag: isEncoded ? etag.replace(/"$/, `-${encoding}"`) : etag,
        ...(isEncoded ? { 'content-encoding': encoding } : {}),
      });
      // Express answers 304 itself when the tag is still the same.
      response.send(isEncoded ? encoded[encoding] : plain);
    };
  router.get('/sdk/engagex.js', serve(forAnHour));
  router.get(`/sdk/engagex-${versionIn(folder)}.js`, serve(forGood));
  return router;
}

function versionIn(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, '../package.json'), 'utf8')) as { version: string }; // ours
  return version;
}
