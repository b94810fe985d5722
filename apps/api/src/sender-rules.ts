import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';
import { addressKey, domainOf } from '@engagex/domain/shared';
import type { SenderRules } from '@engagex/domain/transports';
import type { Config } from './config.ts';

/** Who mail of the installation itself comes from. */
export function installationSender({ MAIL_FROM, PUBLIC_URL }: Pick<Config, 'MAIL_FROM' | 'PUBLIC_URL'>): string {
  return MAIL_FROM ?? `no-reply@${new URL(PUBLIC_URL).hostname}`;
}

/**
 * The rules that the settings make. Reserved is the whole organizational domain (RFC 7489, 3.2, by the Public Suffix
 * List): a signature of mail.example.com vouches for mail from example.com as well (relaxed alignment, 3.1.1).
 */
export function senderRulesOf(config: Config): SenderRules {
  const own = [domainOf(installationSender(config)), ...(config.DKIM_DOMAIN ? [config.DKIM_DOMAIN] : [])];
  const given = config.MAIL_ALLOWED_FROM;
  return {
    reserved: [...new Set(own.map(organizationalDomain))],
    named: given.filter((each) => each !== '*').map((each) => (each.includes('@') ? addressKey(each) : ascii(each))),
    allowsOthers: given.includes('*') || (given.length === 0 && staysHere(config)),
  };
}

/** Outside of production what listens on this machine is an inbox for development: what it takes reaches nobody. */
function staysHere({ NODE_ENV, SMTP_URL, SENDGRID_API_KEY, SENDGRID_BASE_URL }: Config): boolean {
  const server = SENDGRID_API_KEY ? SENDGRID_BASE_URL : SMTP_URL;
  if (NODE_ENV === 'production' || !server) return false;
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(new URL(server).hostname);
}

/** Outside of it when it is a name of this machine or a public suffix itself. */
function organizationalDomain(domain: string): string {
  return getDomain(ascii(domain), { allowPrivateDomains: true }) ?? ascii(domain);
}

function ascii(domain: string): string {
  return domainToASCII(domain.replace(/\.$/, '')).toLowerCase();
}
