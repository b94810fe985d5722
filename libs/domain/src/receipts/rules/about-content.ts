import type { WordRule } from './rule.ts';

/** The server objects to this message. */
export const aboutContent: readonly WordRule[] = [
  {
    name: 'too-large',
    class: 'content',
    says: [
      /message (?:is )?(?:too|size exceeds|size limit|length exceeds|exceeds (?:the )?(?:maximum|fixed|size))/,
      /message.{0,30}(?:exceeds?|exceeded|larger than).{0,40}(?:size|length|limit)|too (?:large|big)\b/,
      /size (?:of|exceeds).{0,30}(?:message|limit|maximum|administrative)|(?:recip|send)sizelimit/,
      /exceeds? .{0,20}message size|message size/,
    ],
    unless: /mailbox (?:is )?(?:full|size)|quota|storage|number of messages/,
  },
  {
    name: 'virus',
    class: 'content',
    says: [/(?<!for (?:all )?(?:known )?)\bvirus|malware|infected|trojan|\bworm\b|phish|malicious/],
  },
  {
    name: 'attachment',
    class: 'content',
    says: [
      /attachment|banned content|file (?:type|extension)|prohibited content/,
      /contains? (?:a )?(?:prohibited|forbidden|banned)/,
    ],
    unless: /no such user|user unknown|unknown user/,
  },
  {
    name: 'malformed',
    class: 'content',
    says: [
      /rfc.?(?:5322|2822|822)\b.{0,40}(?:compliant|complian|violat|conform)/,
      /headers? (?:are |is )?(?:not rfc|missing|malformed|invalid|too)|not rfc.{0,6}compliant/,
      /(?:missing|no|multiple|duplicate|invalid|having no) (?:a )?(?:valid )?(?:address in )?\(?"?(?:from|date|message-id|subject|to):? header/,
      /valid address in from|bare (?:lf|cr|line)|8bit|non-ascii|line too long|smtputf8/,
    ],
  },
  {
    name: 'spam',
    class: 'content',
    says: [
      /spam (?:message|detected|content|score|filter|rule|engine|check|reject|probab)/,
      /(?:as|is|be|like|suspicion of|suspected|considered|classified|identified|detected|flagged|tagged|looks? like|marked)(?: as| a)?(?: being)?[: ]+(?:possible |probable |likely )*"?(?:spam|junk|bulk mail|ube|uce)\b/,
      /anti.?spam|spamassassin|unsolicited (?:mail|message|bulk|commercial|email)|unsolicitedmessage|spammy/,
      /this is spam|high spam|\bspam\b.{0,20}(?:reject|refus|not accepted)|reject.{0,30}\bspam\b/,
      /message (?:is )?(?:likely )?(?:suspicious|unsolicited)|junk mail/,
    ],
    unless: /anti.?spoof|from your|your ip/,
  },
  {
    name: 'content-refused',
    class: 'content',
    says: [
      /(?:content|message body|subject|links?)(?: within| of (?:the|your) (?:message|e-?mail|mail))?(?: is| was| has been|:)? ?(?:denied|rejected|blocked|not (?:allowed|accepted|acceptable)|refused|violat|restrict)/,
      /mail content|message filtered|message (?:was )?filtered|content.?(?:filter|based|polic|restriction)/,
      /nature of the content|rejected .{0,30}content|transaction failed.{0,20}content|offensive|profanity/,
    ],
  },
];
