import type { WordRule } from './rule.ts';

/**
 * Beside such words a mailbox that is said not to exist may be the sender's, or a way to say that nobody is welcome.
 */
const somethingElse =
  /\b(?:may|can|is allowed to) (?:get|receive|send|post)\b|\bsender|\bpolicy|policies|\bspam|blocked|blacklist|message (?:was )?rejected|mail (?:was )?rejected|from (?:address|domain)|relay (?:access )?denied|reputation|access denied/;

/** The mailbox is full, gone, closed, or cannot be reached just now. */
export const aboutMailbox: readonly WordRule[] = [
  {
    name: 'mailbox-full',
    class: 'full',
    says: [
      /quota/,
      /mail ?box (?:is |for .{1,40} is |.{0,20}size limit|size (?:limit )?exceeded|too full)?(?:full\b|exceed)/,
      /exceeded the local limit|mailbox size limit|(?:mail ?folder|inbox|account|mailbox|maildir)(?: is)? (?:over ?)?(?:full|exceed)/,
      /full mailbox|exceed.{0,20}(?:storage|allocat|mailbox size|allowed size)/,
      /(?:insufficient|out of|not enough|no) (?:storage|disk ?space|space) (?:in|for|on) .{0,20}(?:mailbox|user|recipient|account)/,
      /mailbox (?:has )?(?:reached|exceeded|exceeds)|storage (?:limit|allocation|capacity|full|exceed)/,
      /user has too many messages|overquota|bo[iî]te .{0,30}pleine|postfach .{0,30}(?:voll|überfüllt)|buz[óo]n .{0,20}lleno/,
      /caixa postal .{0,20}cheia|skrzynka .{0,20}(?:pe[łl]na|przepe[łl]nion)|schr[áa]nka .{0,20}pln[áa]|inkorgen .{0,20}full/,
      /casella .{0,20}piena|ящик переполнен|переполнен|メールボックスが一杯|容量|邮箱已满|mailbox.{0,10}over/,
    ],
    unless: /queue quota|sender.{0,20}quota|sending quota|daily quota|connection quota|message quota/,
  },
  {
    name: 'closed-for-disuse',
    class: 'hard',
    permanent: true,
    says: [
      /(?:blocked|disabled|suspended|deactivated|closed|expired|deleted|removed) (?:due to|because of|for|by) (?:inactivity|disuse|non.?use)/,
      /abandoned|\bdormant\b/,
    ],
  },
  {
    name: 'closed',
    class: 'hard',
    permanent: true,
    says: [
      /(?:account|mail ?box|user|address|recipient|mailaccount)(?: .{0,60})?(?: has been| is| was|'s)? ?(?:currently |now |been )?\b(?:disabled|inactive|deactivated|not active|closed|terminated|deleted|discontinued|cancell?ed|retired|expired|unallocated|suspended|locked|frozen|no longer (?:active|valid|available|in use|exists?|accepting|with|here|works?|employed))/,
      /(?:disabled|inactive|deactivated|closed|suspended|deleted|terminated|expired) (?:user|account|mail ?box|recipient|address)/,
      /is no longer (?:valid|active|available|in use)|no longer exists|recipient address rejected: inactive/,
      /rejected: inactive|not an active (?:user|address|account|mail ?box)/,
    ],
    unless: /sender|your account|your mail|policy|spam|domain (?:is|has)/,
  },
  {
    name: 'no-such-mailbox',
    class: 'hard',
    permanent: true,
    says: [
      /(?:user|recipient|addressee|mail ?box|address|account|rcpt|local part)s? (?:is |was |name |email address )?(?:unknown|not (?:known|found|exist|valid|recogni[sz]ed|listed|here|local|on (?:this|our)|defined)|does ?n[o']t exist|doesn't exist|invalid|unavailable or not)/,
      /(?:unknown|no such|invalid|non-?existent|nonexistent|incorrect|bad)[ _-](?:local )?(?:user|recipient|addressee|mail ?box|address|account|e-?mail|person|rcpt|local.?part|destination mailbox|name|alias|id|customer|subscriber|member)s?\b/,
      /no mail ?box available for|no (?:such )?(?:mail ?box|user|account|recipient|person|one)s? (?:here|by that name|with that|exists?|called|found|named)/,
      /(?:does not|doesn'?t|did not|do not|don'?t) exist|not our customer/,
      /(?:have|has|having|had) (?:an? )?(?:[\w.-]{1,60} )?(?:yahoo|aol|\S{1,60}) account|recip(?:ient)?notfound/,
      /(?:user|recipient|addressee|address|mailbox)(?:es|s)? ["' ]{0,4}(?:is|are|was|were) unknown|not a member of the domino directory/,
      /not (?:in|on) (?:the |our )?(?:recipient|user|address|mailing) list/,
      /not a (?:valid|known|local|registered) (?:e-?mail|user|mailbox|address|recipient|account|rfc-?5321)/,
      /not (?:a )?valid (?:rfc|address|recipient|mailbox|user|e-?mail)|could not be found|couldn't be found/,
      /wasn't found|cannot be found|not listed in|marked as invalid|is not recogni[sz]ed/,
      /isn't (?:valid|recogni[sz]ed|known)|unroutable user|undeliverable address|not a mail user/,
      /we don't handle|address (?:is )?(?:misspelled|wrong)|was misspelled|bad address syntax|illegal alias/,
      /no mailbox|user (?:doesn't|does not) have|delivery error: dd this user|utilisateur inconnu/,
      /adresse .{0,40}(?:invalide|inconnue|inexistante|n'existe pas)|invalid final delivery userid|destinataire .{0,20}(?:invalide|inconnu)|unbekannte/,
      /(?:benutzer|empf[äa]nger|postfach|adresse).{0,30}(?:unbekannt|existiert nicht|nicht (?:gefunden|bekannt|vorhanden))/,
      /usuario (?:desconocido|no existe)|no existe|destinatario (?:desconocido|sconosciuto)/,
      /utente (?:sconosciuto|inesistente)|usu[áa]rio (?:desconhecido|inexistente|não)|нет такого|не существует/,
      /casella (?:postale )?inesistente|bo[iî]te .{0,20}(?:inconnue|inexistante)|nie ma takiego u[żz]ytkownika|nieznany (?:u[żz]ytkownik|odbiorca)/,
      /schr[áa]nka neexistuje|u[žz]ivatel neexistuje|ok[äa]nd (?:anv[äa]ndare|mottagare)|ukendt (?:bruger|modtager)|ukjent (?:bruker|mottaker)/,
      /kullan[ıi]c[ıi] bulunamad[ıi]|존재하지 않는|없는 (?:사용자|계정|메일)/,
      /не найден|пользовател.{0,20}не|宛先不明|存在しません|ユーザが|ユーザー不明|用户不存在|收件人不存在|地址不存在|不存在/,
    ],
    unless: somethingElse,
  },
  {
    name: 'recipient-not-accepted-by-directory',
    class: 'hard',
    permanent: true,
    status: /^5\.4\.1$/,
    says: [/recipient address(?:es)? rejected ?: access denied/],
  },
  {
    name: 'mailbox-either-way',
    class: 'unclear',
    permanent: true,
    says: [/mailbox (?:unavailable|not available) or /],
  },
  {
    name: 'mailbox-unavailable',
    class: 'hard',
    permanent: true,
    says: [/requested action (?:was )?not taken: mailbox (?:unavailable|not found)/],
    unless: /policy|restrict|access|reject|spam|block/,
  },
];
