/** The local identity provider as a process of its own: PORT, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, PUBLIC_URL. */
import { startIdentityProvider } from './identity-provider.ts';

const { PORT = '8026', OIDC_CLIENT_ID = 'engagex', OIDC_CLIENT_SECRET = '', PUBLIC_URL = '' } = process.env;

const provider = await startIdentityProvider({
  port: Number(PORT),
  clientId: OIDC_CLIENT_ID,
  clientSecret: OIDC_CLIENT_SECRET,
  isRedirectUri: (uri) => uri.startsWith(`${PUBLIC_URL}/auth/oidc/`),
});
process.stderr.write(`an OpenID Connect provider to try single sign-on with: ${provider.issuer}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void provider.stop().then(() => process.exit(0));
  });
}
