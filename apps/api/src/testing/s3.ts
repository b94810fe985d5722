import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

interface Context {
  readonly req: IncomingMessage;
  status: number;
  type: string;
  body: string | null;
}

export const s3Keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', region: 'eu-central-1' } as const;

/**
 * A real S3 server on loopback with one bucket, `files`. It does not check signatures of version 4 and does not know how an upload in
 * parts is given up, so both are done in front of it.
 */
export async function startS3() {
  const directory = await mkdtemp(join(tmpdir(), 'engagex-s3-'));
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'files' }],
  });
  const abandoned: string[] = [];
  const behaviour = {
    before: async (_request: IncomingMessage) => 200,
    after: async (_request: IncomingMessage) => {},
  };
  server.middleware.unshift(async (context: Context, next: () => Promise<void>) => {
    const { req } = context;
    const code = problemWithSignature(req);
    if (code) return Object.assign(context, { status: 403, type: 'application/xml', body: errorXml(code) });
    if (req.method === 'DELETE' && req.url?.includes('uploadId=')) {
      abandoned.push(req.url.split('?', 1)[0] ?? '');
      return Object.assign(context, { status: 204, body: null });
    }
    const status = await behaviour.before(req);
    if (status !== 200) return Object.assign(context, { status, type: 'application/xml', body: errorXml('SlowDown') });
    await next();
    return behaviour.after(req);
  });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    /** Paths of uploads in parts that were given up. */
    abandoned,
    /** What happens when a request has arrived (and is refused with another status than 200), and before it is answered. */
    behaviour,
    /** Of the objects whose keys begin like this, in order. */
    async keys(prefix: string): Promise<string[]> {
      const all = await readdir(join(directory, 'files'), { recursive: true });
      const objects = all
        .filter((name) => name.endsWith('._S3rver_object'))
        .map((name) => name.replace('._S3rver_object', ''));
      return objects.filter((name) => name.startsWith(prefix)).toSorted();
    },
    async close() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export type TestS3 = Awaited<ReturnType<typeof startS3>>;

const errorXml = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();

/** Amazon S3, "Signature calculations for the authorization header": written from that page, and not with the client. */
function problemWithSignature({ method = '', url = '', headers }: IncomingMessage): string | null {
  const [, keyId, day = '', region = '', signed = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  if (keyId !== s3Keys.accessKeyId) return 'InvalidAccessKeyId';
  if (region !== s3Keys.region) return 'AuthorizationHeaderMalformed';
  const [path = '', query = ''] = url.split('?', 2);
  const parameters = query
    .split('&')
    .filter(Boolean)
    .map((each) => (each.includes('=') ? each : `${each}=`))
    .toSorted();
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const hash = String(headers['x-amz-content-sha256']);
  const canonical = [method, path, parameters.join('&'), lines.join(''), signed, hash].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, digest].join('\n');
  const key = [region, 's3', 'aws4_request'].reduce<Buffer>(
    (parent, part) => hmac(parent, part),
    hmac(`AWS4${s3Keys.secretAccessKey}`, day),
  );
  return hmac(key, text).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}
