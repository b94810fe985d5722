import { z } from 'zod';
import { count, domainName, id, idParams, line, route, timestamp, version } from '../shared/index.ts';
import { dnsHosts } from './dns-hosts.ts';
import { domainStates } from './domain.state.ts';
import { keyStates } from './key-rotation.ts';
import { recordFaults } from './record-faults.ts';
import { recordPurposes, recordStandings, recordTypes } from './record-purposes.ts';

export const maxDomains = 50;
/** How long the link for whoever looks after the DNS works. */
export const dnsLinkDays = 30;

const domain = domainName('Enter the domain, such as example.com.');

/** A stretch of what was found, compared character by character with what is needed. */
export const comparedPart = z.object({
  /** `missing` is needed and was not found; `extra` was found and is not needed. */
  kind: z.enum(['same', 'missing', 'extra']),
  text: z.string(),
});
export type ComparedPart = z.output<typeof comparedPart>;

export const faultView = z.object({
  code: z.enum(recordFaults),
  /** What is wrong and what to do about it, in one or two sentences. */
  words: z.string(),
});
export type FaultView = z.output<typeof faultView>;

/** One record to publish, in every form that a DNS host may ask for, and what was found of it. */
export const recordView = z.object({
  /** Unique within the domain: `dkim_s1`, `return_path_mx`. */
  key: z.string(),
  purpose: z.enum(recordPurposes),
  /** Without it the domain is not verified; the others are recommended. */
  isRequired: z.boolean(),
  type: z.enum(recordTypes),
  /** The whole name, without a dot at its end: `s1._domainkey.shop.example`. */
  name: z.string(),
  /** As hosts that add the domain themselves want it: `s1._domainkey`, or `@` for the domain itself. */
  relativeName: z.string(),
  /** The name within the zone it belongs to, where the domain is below that zone: `s1._domainkey.news` in `shop.example`. */
  nameInZone: z.string(),
  /** The whole text or target. */
  value: z.string(),
  /** A text in pieces of at most 255 bytes, for hosts that ask for them; empty for other types. */
  strings: z.array(z.string()),
  /** Of MX records. */
  priority: z.int().nullable(),
  /** A line of a zone file (RFC 1035, 5). */
  zoneLine: z.string(),
  standing: z.enum(recordStandings),
  faults: z.array(faultView),
  /** What was found, each compared with what is needed; empty when nothing was. */
  found: z.array(
    z.object({
      /** Where: another name than it should be at, when it was found there. */
      name: z.string(),
      type: z.string(),
      value: z.string(),
      compared: z.array(comparedPart),
    }),
  ),
  /** When it was last looked at with an answer; null before. */
  checkedAt: timestamp.nullable(),
});
recordView.register(z.globalRegistry, { id: 'DomainRecord' });
export type RecordView = z.output<typeof recordView>;

export const domainKeyView = z.object({
  id,
  selector: z.string(),
  state: z.enum(keyStates),
  createdAt: timestamp,
  /** How often its record was found in a row, and when first. */
  timesSeen: z.int(),
  signsSince: timestamp.nullable(),
  /** From when on its record can be removed. */
  removableAt: timestamp.nullable(),
});
export type DomainKeyView = z.output<typeof domainKeyView>;

/** What SPF makes of the return path (RFC 7208). */
export const spfView = z.object({
  /** The name that was asked about: the host of the return path, or the domain itself. */
  name: z.string(),
  record: z.string().nullable(),
  /** Terms that cause lookups, over everything that is included; 10 are allowed (RFC 7208, 4.6.4). */
  lookups: z.int(),
  /** Lookups that found nothing; 2 are allowed. */
  voidLookups: z.int(),
  faults: z.array(faultView),
});

/** The DMARC policy that applies (RFC 9989), wherever it was found. */
export const dmarcView = z.object({
  /** Null when none applies. */
  record: z.string().nullable(),
  /** The name the record is at, `_dmarc.shop.example`; that of a domain above when it is inherited. */
  at: z.string().nullable(),
  isInherited: z.boolean(),
  /** What mailbox providers are asked to do with mail of this very domain that fails. */
  policy: z.enum(['none', 'quarantine', 'reject']).nullable(),
  /** `t=y`: one step milder than it says. */
  isTesting: z.boolean(),
  /** Whether signatures of exactly this domain pass, and the address of the return path as well. */
  isDkimAligned: z.boolean(),
  isSpfAligned: z.boolean(),
  faults: z.array(faultView),
});

export const domainView = z.object({
  id,
  /** As DNS knows it: `xn--mnchen-3ya.example`. */
  domain: z.string(),
  /** As people read it: `münchen.example`. */
  displayName: z.string(),
  state: z.enum(domainStates),
  stateSince: timestamp,
  /** Why it is degraded or failed, in words; null otherwise. */
  problem: z.string().nullable(),
  /** When a degraded domain fails unless it is fixed; null otherwise. */
  failsAt: timestamp.nullable(),
  /** When a pending domain is no longer looked at by itself; null otherwise. */
  givesUpAt: timestamp.nullable(),
  /** Set while its name servers do not answer: nothing changes meanwhile. */
  unreachableSince: timestamp.nullable(),
  checkedAt: timestamp.nullable(),
  nextCheckAt: timestamp.nullable(),
  /** Whether a check is on right now. */
  isChecking: z.boolean(),
  /** Whether mail from this domain is signed with a key of it. */
  isSigned: z.boolean(),
  records: z.array(recordView),
  keys: z.array(domainKeyView),
  spf: spfView.nullable(),
  dmarc: dmarcView.nullable(),
  /** Where bounces go: through the installation, or a mail server of the organization's own; `none` where neither is set up. */
  returnPath: z.object({
    kind: z.enum(['installation', 'own', 'none']),
    /** `bounces.shop.example`; null for `none`. */
    host: z.string().nullable(),
    /** Of `own`: the host that takes the bounces, and what the SPF record of the return path lists. */
    mailServer: z.string().nullable(),
    spf: z.string().nullable(),
    /** Whether its records are published, so that mail can leave with it. */
    isUsable: z.boolean(),
  }),
  /**
   * `waiting`: this organization proved a domain that another has verified, and gets it at `at`. `leaving`: another
   * organization proved it, and this one loses it at `at` unless that proof is removed from the DNS. `taken`: another
   * organization has it.
   */
  claim: z.object({ kind: z.enum(['waiting', 'leaving', 'taken']), at: timestamp.nullable() }).nullable(),
  dnsHost: z.object({ id: z.enum(dnsHosts), name: z.string(), nameServers: z.array(z.string()) }).nullable(),
  /** The zone it belongs to, as DNS answers; null before the first check. */
  zone: z.string().nullable(),
  /** All records as a zone file. */
  zoneFile: z.string(),
  /** For whoever looks after the DNS; null when there is none. Only members who may change domains see it. */
  link: z.object({ url: z.string(), expiresAt: timestamp, openedAt: timestamp.nullable() }).nullable(),
  addedBy: z.string().nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
domainView.register(z.globalRegistry, { id: 'Domain' });
export type DomainView = z.output<typeof domainView>;

/** One line of the list of domains. */
export const domainSummary = domainView
  .pick({
    id: true,
    domain: true,
    displayName: true,
    state: true,
    stateSince: true,
    problem: true,
    failsAt: true,
    unreachableSince: true,
    checkedAt: true,
    isSigned: true,
    claim: true,
    createdAt: true,
    updatedAt: true,
  })
  .extend({
    /** Of the required records: how many there are and how many are published. */
    required: count,
    published: count,
  });
export type DomainSummary = z.output<typeof domainSummary>;

export const domainCheckView = z.object({
  id,
  at: timestamp,
  /** What asked for it. */
  reason: z.enum(['schedule', 'person', 'link', 'launch']),
  verdict: z.enum(['found', 'missing', 'unreachable']),
  /** What the state was after it. */
  state: z.enum(domainStates),
  /** In words, such as “s1._domainkey: the key is cut off after 255 characters”. */
  summary: z.string(),
  /** How long it took and how many questions it asked. */
  milliseconds: count,
  queries: count,
});
export type DomainCheckView = z.output<typeof domainCheckView>;

/** What somebody without an account sees of a domain: the records to publish and what was found. */
export const dnsPageView = z.object({
  domain: z.string(),
  displayName: z.string(),
  /** The organization that asks for the records. */
  organization: z.string(),
  state: z.enum(domainStates),
  isChecking: z.boolean(),
  checkedAt: timestamp.nullable(),
  unreachableSince: timestamp.nullable(),
  records: z.array(recordView),
  spf: spfView.nullable(),
  dmarc: dmarcView.nullable(),
  dnsHost: domainView.shape.dnsHost,
  zone: z.string().nullable(),
  zoneFile: z.string(),
  expiresAt: timestamp,
  /** Ask again after this many seconds; asking has the records checked again, within limits. */
  askAgainAfter: count,
});
export type DnsPageView = z.output<typeof dnsPageView>;

const hostToSet = domainName('Enter the host, such as mail.example.com.');

export const returnPathInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('installation') }),
  z.object({
    kind: z.literal('own'),
    /** Takes the bounces. */
    mailServer: hostToSet,
    /** What the SPF record lists, without `v=spf1` and `-all`. */
    spf: line('what SPF should allow, such as include:spf.example.com', 200).regex(
      /^[\u0021-\u007e]+( [\u0021-\u007e]+)*$/,
      'Use plain characters, with one space between terms.',
    ),
  }),
]);
export type ReturnPathInput = z.output<typeof returnPathInput>;

export const domainsRoutes = {
  list: route({
    id: 'domains.list',
    method: 'GET',
    path: '/api/domains',
    summary: 'Sending domains, by name',
    permission: 'domains:read',
    response: z.object({ items: z.array(domainSummary) }),
  }),
  get: route({
    id: 'domains.get',
    method: 'GET',
    path: '/api/domains/:id',
    summary: 'A sending domain: the records to publish and what was found of them',
    permission: 'domains:read',
    params: idParams,
    response: domainView,
  }),
  create: route({
    id: 'domains.create',
    method: 'POST',
    path: '/api/domains',
    summary: 'Add a sending domain; the answer lists the records to publish',
    permission: 'domains:write',
    body: z.object({ domain }),
    response: domainView,
    status: 201,
  }),
  check: route({
    id: 'domains.check',
    method: 'POST',
    path: '/api/domains/:id/checks',
    summary: 'Check the records now; the outcome is shown when it is there',
    permission: 'domains:write',
    params: idParams,
    response: domainView,
  }),
  checks: route({
    id: 'domains.checks',
    method: 'GET',
    path: '/api/domains/:id/checks',
    summary: 'The latest checks of a domain, newest first',
    permission: 'domains:read',
    params: idParams,
    response: z.object({ items: z.array(domainCheckView) }),
  }),
  setReturnPath: route({
    id: 'domains.set-return-path',
    method: 'PUT',
    path: '/api/domains/:id/return-path',
    summary: 'Change where bounces go: through the installation, or to a mail server of your own',
    permission: 'domains:write',
    params: idParams,
    body: z.object({ returnPath: returnPathInput, version }),
    response: domainView,
  }),
  rotateKey: route({
    id: 'domains.rotate-key',
    method: 'POST',
    path: '/api/domains/:id/rotate-key',
    summary: 'Start signing with the other key of the domain as soon as its record is published',
    permission: 'domains:write',
    params: idParams,
    response: domainView,
  }),
  createLink: route({
    id: 'domains.create-link',
    method: 'POST',
    path: '/api/domains/:id/link',
    summary: 'Create a link for whoever looks after the DNS; one created before stops working',
    permission: 'domains:write',
    params: idParams,
    response: domainView,
  }),
  revokeLink: route({
    id: 'domains.revoke-link',
    method: 'DELETE',
    path: '/api/domains/:id/link',
    summary: 'Revoke the link for whoever looks after the DNS',
    permission: 'domains:write',
    params: idParams,
    response: domainView,
  }),
  delete: route({
    id: 'domains.delete',
    method: 'DELETE',
    path: '/api/domains/:id',
    summary: 'Delete a sending domain and its keys; other organizations can verify it then',
    permission: 'domains:write',
    params: idParams,
  }),
};

/** For whoever has the link; no account needed. The page is at `/dns/<token>`. */
export const dnsPageRoutes = {
  get: route({
    id: 'dns-pages.get',
    method: 'GET',
    path: '/api/dns-pages/:token',
    summary: 'The records of a domain for whoever looks after its DNS; checks them again, within limits',
    permission: 'public',
    params: z.object({ token: z.string().max(200) }),
    response: dnsPageView,
  }),
};
