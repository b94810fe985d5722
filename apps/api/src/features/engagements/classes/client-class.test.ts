import { expect, test } from 'vitest';
import { agentOf } from './client-class.ts';
import { networkOf } from './networks.ts';

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 'browser'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15', 'browser'],
  ['Mozilla/5.0 (Linux; Android 15; CUBOT NOTE 50) AppleWebKit/537.36 Mobile Safari/537.36', 'browser'],
  ['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)', 'image_proxy'],
  ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy', 'image_proxy'],
  ['Mozilla/5.0', 'privacy_proxy'],
  ['Mozilla/5.0 (compatible; BarracudaCentral.Link.Scanner)', 'scanner'],
  ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'scanner'],
  ['Mozilla/5.0 (compatible; Googlebot/2.1)', 'scanner'],
  ['Mimecast-URL-Protect', 'scanner'],
  ['TelegramBot (like TwitterBot)', 'scanner'],
  ['node', 'browser'],
  ['  ', 'none'],
  [null, 'none'],
])('%s is: %s', (userAgent, agent) => {
  expect(agentOf(userAgent)).toBe(agent);
});

test.each([
  ['66.249.84.1', 'mailbox_provider'],
  ['40.107.22.3', 'mailbox_provider'],
  ['2a00:1450:4000::1', 'mailbox_provider'],
  ['3.5.1.2', 'cloud'],
  ['2600:1f18::1', 'cloud'],
  ['203.0.113.9', 'unknown'],
  ['not an address', 'unknown'],
  [null, 'unknown'],
])('%s is of: %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
