import { getDomain, getPublicSuffix } from 'tldts';
import { freemailWords, isFreemail } from '@engagex/domain/domains';
import { type DomainError, invalid } from '@engagex/domain/shared';
import { type SenderRules, standingOfSender } from '@engagex/domain/transports';

/** Why nobody can send from a domain of their own by this name; null when they can. */
export function problemWithDomain(domain: string, rules: SenderRules): DomainError | null {
  const refused = (code: string, message: string) => invalid(code, message, [{ path: ['domain'], message }]);
  const isPublic = [true, false].some(
    (allowPrivateDomains) => getPublicSuffix(domain, { allowPrivateDomains }) === domain,
  );
  if (isPublic || getDomain(domain) === null)
    return refused(
      'domain.public-suffix',
      `Everybody can register names below ${domain}. Enter the domain that you registered.`,
    );
  if (isFreemail(domain)) return refused('domain.freemail', freemailWords(domain));
  if (standingOfSender(`anybody@${domain}`, rules) === 'reserved')
    return refused('domain.reserved', `${domain} belongs to this installation of EngageX. Enter a domain of your own.`);
  return null;
}
