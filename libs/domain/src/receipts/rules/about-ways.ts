import type { WordRule } from './rule.ts';

/** The way there: a domain that is gone, a server that does not answer, a wait. */
export const aboutWays: readonly WordRule[] = [
  {
    name: 'greylisted',
    class: 'soft',
    says: [/gr[ea]y.?list|gr[ea]ylisted/],
  },
  {
    name: 'loop',
    class: 'unclear',
    says: [/\bloop(?:s|ing)?\b|too many hops|hop count|exceeded max(?:imum)? hop/],
  },
  {
    name: 'domain-takes-no-mail',
    class: 'domain',
    permanent: true,
    says: [
      /null.?mx|does not accept (?:any )?(?:e-?)?mail|domain (?:.{0,60} )?(?:does not|doesn't) accept/,
      /no mail (?:is )?accepted (?:here|for this domain)/,
      /domain .{0,40}(?:is |has been )(?:disabled|suspended|expired|deactivated|parked)/,
    ],
    unless: /sender|from/,
  },
  {
    name: 'no-such-domain',
    class: 'domain',
    permanent: true,
    says: [
      /(?:domain|host|hostname|mail server)(?: name| or domain name)?(?: is)? (?:not found|unknown|does not exist|doesn't exist|not exist|invalid|could not be found|lookup failed|isn't valid)/,
      /(?:unknown|no such|invalid|non-?existent|bad|nonexistent|unresolvable) (?:destination )?(?:domain|host)\b/,
      /nxdomain|couldn't find any host|no mx\b|no-domain/,
      /no (?:valid )?(?:mx|mail) (?:record|server|host|exchanger)s?|unrout(?:e)?able|unable to route/,
      /name or service not known|name service error/,
      /domain .{0,60}(?:does not|doesn't|couldn't|could not) (?:exist|be found|resolve)/,
      /bad destination (?:system|host)|recipient.?s? domain|host unknown|unknown host|cannot resolve/,
      /dns (?:domain|error|lookup).{0,40}(?:exist|fail|not found)|mail server .{0,40}not found/,
    ],
    unless: /sender|your |from(?! name server)|try again|temporar/,
  },
  {
    name: 'not-reached',
    class: 'soft',
    says: [
      /(?:connection|connect(?:ing)?|operation|session|network|host|smtp)(?: to .{0,80})?(?: attempt)? ?(?:timed ?out|refused|reset|dropped|lost|closed|failed|unreachable|broken|is down|not responding)/,
      /lost connection|no route to host|host is down|(?:retry )?time-?out|timed out|time limit exceeded/,
      /(?:message|delivery time|delivery) expired|expired after|retry time not reached|too old/,
      /queue (?:time|life)|not responding|could ?n[o']t be delivered (?:for|within|after)/,
      /unable to (?:connect|contact)|can(?:'t|not) connect|server (?:is )?(?:busy|unavailable|down|error)/,
      /host or domain name lookup/,
    ],
  },
  {
    name: 'try-later',
    class: 'soft',
    says: [
      /try (?:again )?later|try again|temporar(?:y|ily)|come back later|resources? (?:temporarily )?unavailable/,
      /insufficient system (?:resources|storage)|system (?:resources|error|busy)/,
      /service (?:is )?(?:temporarily |currently )?(?:un|not )available$|currently unavailable/,
      /internal (?:server )?error|local error in processing|queue quota|verification in progress/,
      /address verification|not yet authori[sz]ed/,
    ],
    unless: /blocked|banned|denied|policy/,
  },
];

/** Words of refusal that name no better reason. */
export const refusals: readonly WordRule[] = [
  {
    name: 'policy',
    class: 'policy',
    says: [
      /polic(?:y|ies)|mailpolicy|\bblock(?:ed|ing)?\b|block-|-block|access (?:is )?denied|prohibit/,
      /not (?:allowed|welcome|permitted|authori[sz]ed)/,
      /(?:rejected|refused) by (?:the )?(?:recipients?|destination|user|administrator|owner|system)/,
      /recipient preferences|restricted|restriction|security|administrat(?:ive|ively|or)|\bbanned\b/,
      /not accepted from|client host|\bforbidden\b|access rules|go away|firewall|permission/,
    ],
    unless: /try again later/,
  },
  {
    name: 'spam-named',
    class: 'content',
    says: [/\bspam|unsolicited|\bbulk e?-?mail|mass mail/],
  },
];
