/**
 * What can be told of a client from its name and address. Both are looked at when the hit arrives; of the address only
 * this much is kept.
 */
import { BlockList, isIP } from 'node:net';

export type AgentClass = 'browser' | 'image_proxy' | 'privacy_proxy' | 'scanner' | 'none';
export const networkClasses = ['mailbox_provider', 'cloud', 'unknown'] as const;
export type NetworkClass = (typeof networkClasses)[number];

/** Gateways that follow links before or instead of a person, previews of messengers, and robots that say so. */
const scanners =
  /barracuda|mimecast|proofpoint|urldefense|safelinks|symantec|messagelabs|trendmicro|trend micro|fortinet|fortimail|sophos|ironport|zscaler|checkpoint|check point|forcepoint|cloudmark|vipre|virustotal|cyren|hornetsecurity|retarus|spamexperts|spamhaus|urlscan|microsoft office existence|headlesschrome|phantomjs|[a-z](?:bot|crawler|spider|preview)[/-]|\b(?:bot|crawler|spider|scanner|linkcheck\w*)\b/i;
/** They fetch pictures when a person opens the message. */
const imageProxies = /googleimageproxy|yahoomailproxy|ggpht\.com|outlook-?imageproxy/i;

/** @param userAgent as the client says it; null when it says nothing. */
export function agentOf(userAgent: string | null): AgentClass {
  const name = userAgent?.trim() ?? '';
  if (name === '') return 'none';
  if (imageProxies.test(name)) return 'image_proxy';
  if (scanners.test(name)) return 'scanner';
  // Apple's Mail Privacy Protection says no more than this.
  return name === 'Mozilla/5.0' ? 'privacy_proxy' : 'browser';
}

/**
 * Large, long-lived blocks only, looked up on 28 November 2026: google.com/_spf (mail and image proxies),
 * spf.protection.outlook.com, and blocks of Amazon, Google Cloud, Azure, DigitalOcean, Hetzner and OVH. What is not in
 * here is not known, which says nothing about it.
 */
const mailboxProviders = blocksOf([
  '64.233.160.0/19',
  '66.102.0.0/20',
  '66.249.80.0/20',
  '72.14.192.0/18',
  '74.125.0.0/16',
  '108.177.8.0/21',
  '173.194.0.0/16',
  '209.85.128.0/17',
  '216.239.32.0/19',
  '40.92.0.0/15',
  '40.107.0.0/16',
  '52.100.0.0/15',
  '52.102.0.0/16',
  '52.103.0.0/17',
  '104.47.0.0/17',
  '67.195.0.0/16',
  '98.136.0.0/14',
  '2001:4860:4000::/36',
  '2404:6800:4000::/36',
  '2607:f8b0:4000::/36',
  '2a00:1450:4000::/36',
  '2a01:111:f403::/48',
]);
const clouds = blocksOf([
  '3.0.0.0/9',
  '18.128.0.0/9',
  '34.64.0.0/10',
  '35.192.0.0/11',
  '52.0.0.0/10',
  '54.64.0.0/10',
  '54.144.0.0/12',
  '13.64.0.0/11',
  '20.33.0.0/16',
  '20.40.0.0/13',
  '40.64.0.0/13',
  '104.40.0.0/13',
  '104.131.0.0/16',
  '138.68.0.0/16',
  '159.65.0.0/16',
  '167.99.0.0/16',
  '5.9.0.0/16',
  '88.198.0.0/16',
  '95.216.0.0/15',
  '135.181.0.0/16',
  '51.68.0.0/16',
  '51.75.0.0/16',
  '2600:1f00::/24',
  '2a01:4f8::/29',
  '2a03:b0c0::/32',
  '2001:41d0::/32',
]);

/** @param address of the client, IPv4 or IPv6; null when nobody said it. */
export function networkOf(address: string | null): NetworkClass {
  const family = isIP(address ?? '');
  if (address === null || family === 0) return 'unknown';
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (mailboxProviders.check(address, type)) return 'mailbox_provider';
  return clouds.check(address, type) ? 'cloud' : 'unknown';
}

function blocksOf(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', bits = ''] = block.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
