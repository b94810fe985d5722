import type { WordRule } from './rule.ts';

/** The server objects to us: to how we prove who we are, to our address, or to how much we send. */
export const aboutUs: readonly WordRule[] = [
  {
    name: 'authentication',
    class: 'auth',
    says: [
      /\bdmarc\b|\bspf\b|\bdkim\b|sender policy framework|domainkeys|unauthenticated e?-?mail|not authenticated/,
      /authentication (?:checks? )?fail|fails? authentication|spoofed message/,
      /(?:is )?not (?:an )?(?:authori[sz]ed|designated|permitted) (?:to send|sender|host)/,
      /doesn't allow sending mails? from|not permitted by the domain owner/,
    ],
  },
  {
    name: 'relay',
    class: 'policy',
    says: [
      /\brelay(?:ing)?(?: access| mail)? (?:is )?(?:denied|disallowed|not (?:allowed|permitted|authori[sz]ed)|prohibited|refused)/,
      /unable to relay|(?:not|cannot|can't|don't|won't) (?:\w+ ){0,3}relay\b|as a relay|relaying (?:to|for) /,
      /we do not relay|this is not an open relay|authentication (?:is )?required|must (?:be )?authenticat/,
      /not a valid rcpt host|not in (?:my |list of )?(?:allowed )?rcpthosts|rcpthosts/,
    ],
    unless: /relay=\[/,
  },
  {
    name: 'sender-refused',
    class: 'policy',
    says: [
      /sender (?:e?-?mail )?(?:address )?(?:is )?(?:rejected|denied|refused|blocked|invalid|verif|not (?:found|allowed|accepted|exist))/,
      /sender'?s? (?:address|domain) |(?:invalid|bad|unknown|blocked|rejected|banned|forged|unverified) sender/,
      /domain of sender/,
      /(?:mail ?from|return.?path|envelope.?from|from|helo|ehlo) (?:domain|address|command|host|name)?\s*(?:is |was |must |does |rejected|refused|invalid|denied|not )/,
      /emetteur|e?xp[ée]diteur|absender|return address|sender domain|valid sender/,
      /your (?:domain|host|mail server|ip|address|network)|from your|sender(?: has|'s)? (?:exceeded|frequency)/,
      /sender frequency|send-er\b/,
    ],
    unless: /too many recent messages/,
  },
  {
    name: 'reverse-dns',
    class: 'policy',
    says: [
      /reverse.?dns|\brdns\b|\bptr\b|dns ptr|cannot find your (?:reverse )?hostname|invalid dns mx/,
      /hostname.{0,40}(?:does not|doesn't|not) (?:resolve|match)|fix reverse/,
    ],
  },
  {
    name: 'link-listed',
    class: 'content',
    says: [
      /(?:url|uri|link|domain present|content|body|message contains).{0,60}(?:block ?list|black ?list|deny ?list|\blisted\b|\bdbl\b|surbl|uribl)/,
      /\b(?:surbl|uribl|ivmuri)\b|spam url/,
    ],
  },
  {
    name: 'block-list',
    class: 'policy',
    says: [
      /spamhaus|spamcop|sorbs|barracudacentral|abuseat|\bcbl\b|\brbls?\b|dnsbl|dnswl|block ?-?lists?\b/,
      /black ?-?lists?\b|deny ?list|blocklisted|blacklisted|(?<!not )listed (?:at|in|on|by) /,
      /is on (?:a|our|the) .{0,20}list|blocked using|\(s(?:3140|3150|800\d|77719)\)|csi\.cloudmark|senderbase/,
      /senderscore|talos|proofpoint dynamic reputation|prs\.proofpoint|\[bl\d\d\]|banned sending ip/,
      /\bbanned (?:ip|sending|host|sender)|sender intelligence/,
    ],
  },
  {
    name: 'reputation',
    class: 'policy',
    says: [
      /(?:low|poor|bad|no|ip|domain|sender|sending) reputation|reputation (?:of|is|score|policy|service)/,
      /due to .{0,20}reputation|user complaints|spam sender|(?:known|suspected) spammer|spamming/,
      /(?:block|blocked|source|origin) (?:for|of) spam|incident de spam|abuse\. go away/,
    ],
  },
  {
    name: 'too-fast-for-a-mailbox',
    class: 'soft',
    says: [
      /receiv(?:ing|e) (?:mail|messages?) (?:at a rate|too (?:quickly|fast)|per hour)/,
      /recipient has exceeded (?:their|its|the)? ?(?:message rate |rate )?limit|too many recent messages/,
      /user is receiving|mailbox is receiving|exceeded the rate limit for the recipient/,
    ],
    unless: /the sender has exceeded/,
  },
  {
    name: 'too-much-from-us',
    class: 'policy',
    says: [
      /rate.?limit|unusual rate|unexpected volume|excessive volume|volume of (?:mail|messages|email)/,
      /too many (?:errors|messages|connections from|mails|unknown|invalid|bad recipients|recipients)/,
      /sending (?:too|limit)|limit for the number of messages|messages? limit|throttl|\[ts[s]?\d\d\]/,
      /frequency limited|daily (?:sending )?(?:limit|quota)/,
      /exceeded .{0,30}(?:messages|emails) (?:per|an?) (?:hour|day|minute)|traffic (?:shaping|not accepted)/,
    ],
    unless: /maximum number of concurrent|max message per connection|user has too many messages/,
  },
];
