/**
 * Stands in for Google's token endpoint and the Gmail Postmaster Tools API, version 2, and refuses what the real ones refuse.
 * https://developers.google.com/workspace/gmail/postmaster/reference/rest/v2
 */
import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const scopesAsked = 'https://www.googleapis.com/auth/postmaster.traffic.readonly';
const longestAssertionSeconds = 3_600;
const largestPage = 200;

export interface RegisteredDomain {
  readonly needsWork?: readonly string[];
  /** Rates by day, such as `2026-11-29`; other days have too little mail. */
  readonly spamRates?: Readonly<Record<string, number>>;
}

export async function startPostmaster() {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const email = 'reader@project.iam.gserviceaccount.com';
  const client = { id: 'client.apps.googleusercontent.com', secret: randomBytes(12).toString('hex') };
  const domains = new Map<string, RegisteredDomain>();
  const tokens = new Set<string>();
  const state = { isRevoked: false, isDown: false, calls: 0, refreshToken: randomBytes(12).toString('hex') };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const url = `http://127.0.0.1:${port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    state.calls += 1;
    const body = await text(request);
    const send = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (state.isDown) return void send(503, { error: { code: 503, message: 'Backend Error', status: 'UNAVAILABLE' } });
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    if (pathname === '/token') return void send(...grant(new URLSearchParams(body)));
    const bearer = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!tokens.has(bearer) || state.isRevoked)
      return void send(401, refused(401, 'Request had invalid authentication credentials.'));
    if (pathname === '/v2/domains') return void send(200, list(searchParams));
    const [, name = '', what] = /^\/v2\/domains\/([^/]+)\/(complianceStatus|domainStats:query)$/.exec(pathname) ?? [];
    const domain = domains.get(decodeURIComponent(name));
    if (!what) return void send(404, refused(404, 'Not found.'));
    if (!domain) return void send(403, refused(403, 'The caller does not have permission'));
    if (what === 'complianceStatus') return void send(200, compliance(name, domain));
    return void send(...query(name, domain, body));
  }

  function grant(form: URLSearchParams): [number, object] {
    const invalidGrant = (words: string): [number, object] => [
      400,
      { error: 'invalid_grant', error_description: words },
    ];
    if (form.get('grant_type') === 'refresh_token') {
      if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret)
        return [401, { error: 'invalid_client', error_description: 'The OAuth client was not found.' }];
      if (form.get('refresh_token') !== state.refreshToken || state.isRevoked)
        return invalidGrant('Token has been expired or revoked.');
      return [200, token()];
    }
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
      return [400, { error: 'unsupported_grant_type', error_description: 'Invalid grant_type' }];
    const [head = '', claimed = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    const isSigned = verify(
      'sha256',
      Buffer.from(`${head}.${claimed}`),
      createPublicKey(keys.privateKey),
      Buffer.from(signature, 'base64url'),
    );
    if (!isSigned || state.isRevoked) return invalidGrant('Invalid JWT Signature.');
    const claims = JSON.parse(Buffer.from(claimed, 'base64url').toString()) as Record<string, unknown>; // ours, by its signature
    const [now, issued, expires] = [Date.now() / 1_000, Number(claims['iat']), Number(claims['exp'])];
    if (claims['iss'] !== email) return invalidGrant('Invalid grant: account not found');
    if (claims['aud'] !== `${url}/token`) return invalidGrant('Invalid JWT: Failed audience check.');
    if (!(expires - issued <= longestAssertionSeconds && expires > now && issued < now + 300))
      return invalidGrant('Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.');
    if (!String(claims['scope']).includes(scopesAsked)) return [400, { error: 'invalid_scope' }];
    return [200, token()];
  }

  function token() {
    const issued = randomBytes(16).toString('hex');
    tokens.add(issued);
    return { access_token: issued, expires_in: 3_599, token_type: 'Bearer' };
  }

  /** Two to a page, whatever is asked for: the real one may return fewer as well. */
  function list(asked: URLSearchParams) {
    const from = Number(asked.get('pageToken') ?? 0);
    const names = [...domains.keys()];
    const page = names
      .slice(from, from + 2)
      .map((name) => ({ name: `domains/${name}`, permission: 'READER', verificationState: 'VERIFIED' }));
    return {
      ...(page.length > 0 && { domains: page }),
      ...(from + 2 < names.length && { nextPageToken: String(from + 2) }),
    };
  }

  function compliance(name: string, { needsWork = [] }: RegisteredDomain) {
    const statusOf = (requirement: string) => ({
      status: needsWork.includes(requirement) ? 'NEEDS_WORK' : 'COMPLIANT',
    });
    const rows = [
      'SPF',
      'DKIM',
      'SPF_AND_DKIM',
      'DMARC_POLICY',
      'DMARC_ALIGNMENT',
      'MESSAGE_FORMATTING',
      'DNS_RECORDS',
      'ENCRYPTION',
      'USER_REPORTED_SPAM_RATE',
    ];
    return {
      name: `domains/${name}/complianceStatus`,
      complianceData: {
        domainId: name,
        rowData: rows.map((requirement) => ({ requirement, status: statusOf(requirement) })),
        oneClickUnsubscribeVerdict: { status: statusOf('ONE_CLICK_UNSUBSCRIBE') },
        honorUnsubscribeVerdict: { status: statusOf('HONOR_UNSUBSCRIBE') },
      },
    };
  }

  function query(name: string, { spamRates = {} }: RegisteredDomain, body: string): [number, object] {
    const asked = JSON.parse(body) as {
      metricDefinitions?: { name: string; baseMetric: { standardMetric: string } }[];
      timeQuery?: { dateRanges?: { dateRanges: unknown[] } };
      pageSize?: number;
    }; // checked below, as far as it matters
    const [metric] = asked.metricDefinitions ?? [];
    if (!metric || !asked.timeQuery?.dateRanges?.dateRanges[0] || (asked.pageSize ?? 0) > largestPage)
      return [400, refused(400, 'Request contains an invalid argument.')];
    const stats = Object.entries(spamRates).map(([day, rate]) => {
      const [year, month, date] = day.split('-').map(Number);
      // As protocol buffers write it: a zero is left out.
      return {
        name: `domains/${name}/domainStats/x`,
        metric: metric.name,
        date: { year, month, day: date },
        value: rate === 0 ? {} : { doubleValue: rate },
      };
    });
    return [200, stats.length > 0 ? { domainStats: stats } : {}];
  }

  return {
    apiUrl: url,
    tokenUrl: `${url}/token`,
    domains,
    state,
    keyFile: JSON.stringify({
      type: 'service_account',
      client_email: email,
      private_key_id: 'first',
      private_key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      token_uri: 'http://169.254.169.254/token', // nobody asks there
    }),
    client,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function refused(code: number, message: string) {
  return { error: { code, message, status: code === 403 ? 'PERMISSION_DENIED' : 'UNAUTHENTICATED' } };
}
