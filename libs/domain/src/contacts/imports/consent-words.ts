import { dateStyleOf } from './dates.ts';
import type { MailField, MailMeaning } from './mail-meanings.ts';

/**
 * How products and people say who wants mail: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish,
 * Swedish, Danish. All without case, accents and punctuation (`plainName`).
 */

const listOf = (text: string) => new Set(text.split(',').map((word) => word.trim().replaceAll(/\s+/g, ' ')));

const yes =
  listOf(`yes, y, true, t, 1, x, on, ja, j, wahr, oui, o, vrai, si, s, vero, verdadero, verdadeiro, sim, waar, tak, prawda,
  sant, sand, checked, opt in, granted, given, erteilt, accepted, agreed, allowed, erlaubt`);
const no =
  listOf(`no, n, false, f, 0, off, nein, falsch, non, faux, falso, nao, nee, onwaar, nie, falsz, nej, falskt, falsk, unchecked,
  denied, refused, not given, verweigert, abgelehnt, rejected, not allowed, nicht erlaubt, nicht erteilt, widerrufen`);

export const saysYes = (key: string) => yes.has(key);
export const saysNo = (key: string) => no.has(key);

/** Words that speak for themselves in any column. */
const states: Readonly<Record<Exclude<MailMeaning, 'nothing'>, ReadonlySet<string>>> = {
  subscribed:
    listOf(`subscribed, subscriber, active, enabled, confirmed, opted in, optin, opt in, single opt in, double opt in, subscribe, single, double, verified double, explicit,
    express, reachable, mailable, valid, verified, marketing, marketing contact, regular, permission granted, aktiv, angemeldet, abonniert, bestatigt, eingetragen, zugestimmt, eingewilligt, actif, active e,
    abonne, inscrit, confirme, activo, suscrito, confirmado, attivo, iscritto, confermato, ativo, inscrito, subscrito, actief, ingeschreven, aangemeld, bevestigd, geabonneerd,
    aktywny, zapisany, potwierdzony, aktiv prenumerant, prenumererar, bekraftad, tilmeldt, bekraeftet, abonnent`),
  unsubscribed:
    listOf(`unsubscribed, unsubscribe, unsub, opted out, opt out, optout, optedout, blocklisted, blacklisted, blocklist, blacklist, blocked, disabled, suppressed, user suppressed,
    shared suppression, domain suppression, suppression, cancelled, canceled, removed, deleted, archived, do not contact, do not mail, do not email, dnc, not subscribed, inactive, deactivated, not allowed, globally unsubscribed, global unsubscribe,
    manual unsubscribe, manually unsubscribed, unsubscribed by admin, left, withdrawn, revoked, objected, no permission, no consent, kein consent, keine einwilligung, sans consentement, sin consentimiento, senza consenso, sem consentimento, geen toestemming, brak zgody, donotcontact, do not contact list, user is blocked, never subscribed, no marketing, non marketing contact, manual, manual suppression, gdpr, non subscribed, nonsubscribed, unsubscribed globally, mail blocked, mailblocked,
    ex subscriber, former, abgemeldet, abbestellt, ausgetragen, gesperrt, inaktiv, deaktiviert, geloscht, widerrufen, blockiert, nicht angemeldet, widersprochen, keine werbung, keine mails, werbesperre, gekundigt,
    desabonne, desinscrit, bloque, inactif, supprime, desactive, non abonne, dado de baja, baja, cancelado, bloqueado, inactivo, eliminado, desuscrito, no suscrito, desactivado, dada de baja,
    disiscritto, cancellato, bloccato, inattivo, eliminato, disattivato, non iscritto, descadastrado, inativo, removido, excluido, desativado, nao inscrito,
    uitgeschreven, afgemeld, geblokkeerd, inactief, verwijderd, gedeactiveerd, niet ingeschreven, wypisany, wypisano, zablokowany, nieaktywny, usuniety, zrezygnowal,
    avregistrerad, avprenumererad, avanmald, blockerad, inaktiv prenumerant, sparrad, raderad, afmeldt, frameldt, blokeret, slettet, spaerret`),
  unconfirmed:
    listOf(`unconfirmed, not confirmed, pending, awaiting confirmation, waiting, pending opt in, pendingoptin, pending confirmation, not verified, unverified, validating, awaiting, unactivated, opt in pending, doi pending,
    confirmation pending, confirmation required, needs confirmation, pending double opt in, no opt in, not opted in, unbestatigt, nicht bestatigt, ausstehend, wartet auf bestatigung, offen, non confirme, en attente, sin confirmar,
    no confirmado, pendiente, non confermato, in attesa, nao confirmado, pendente, niet bevestigd, onbevestigd, in afwachting, niepotwierdzony, oczekujacy, oczekuje, obekraftad, vantande, ubekraeftet, afventer`),
  bounced:
    listOf(`bounced, bounce, hard bounce, hard bounced, hardbounced, hardbounce, cleaned, unreachable, undeliverable, invalid, invalid email, invalid address, bounced hard, hard, dead, undelivered, not deliverable, no mx record, nomxrecord,
    email hardbounce, mailbox not found, unknown user, unknown mailbox, nonexistent, quarantined, gebounct, gebounced, unzustellbar, ungultig, nicht erreichbar, rucklaufer, rebond, rebondi, invalide, npai, rebotado, rebote, invalido, rimbalzato, non valido, devolvido,
    onbestelbaar, ongeldig, odbity, odrzucony, nieprawidlowy, studsad, studsat, ogiltig, afvist, ugyldig`),
  complained:
    listOf(`complained, complaint, complainer, spam, spam complaint, marked as spam, reported spam, spam report, spamreport, abuse, abused, abuse complaint, isp complained, ispcomplained, direct complaint, directcomplaint, junk, feedback loop, fbl, reported as spam, complaints,
    beschwerde, spambeschwerde, als spam markiert, plainte, signale comme spam, plainte pour spam, queja, marcado como spam, denuncia, reclamo, segnalato come spam, reclamacao, marcado como lixo, klacht, als spam gemarkeerd, skarga, klagomal, klage`),
};

/** Bounces that pass by, and what only describes somebody. */
const passing = listOf(
  `soft bounce, soft bounced, softbounced, soft bounces, softbounce, transient, temporary bounce, temporary hold`,
);

const byWord = new Map<string, MailMeaning>([
  ...[...passing].map((word) => [word, 'nothing'] as const),
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of `states` are meanings
  ...(Object.entries(states) as [Exclude<MailMeaning, 'nothing'>, ReadonlySet<string>][]).flatMap(([meaning, words]) =>
    [...words].map((word) => [word, meaning] as const),
  ),
]);

/** What a word says on its own, in whatever column; null for one that says nothing, such as yes. */
export function meaningOfWord(key: string): MailMeaning | null {
  const known = byWord.get(key);
  if (known) return known;
  // `UNSUBSCRIBE, HARD_BOUNCE` of a list of reasons, `["SPAM_COMPLAINT"]`, `email_hardbounce`
  if (/\b(spam|complain\w*|abuse)\b/.test(key) && !/\bno\b|\bnot\b/.test(key)) return 'complained';
  if (/hard ?bounce|\bbounced\b/.test(key)) return 'bounced';
  if (
    /\bunsubscri|\bopted? out\b|\boptout\b|\bblock ?listed\b|\bblack ?listed\b|\bdo not (contact|e ?mail)\b|\bsuppressed\b/.test(
      key,
    )
  )
    return 'unsubscribed';
  return /\bunconfirmed\b|\bnot confirmed\b/.test(key) ? 'unconfirmed' : null;
}

export function isDateLike(text: string): boolean {
  if (text.length < 6 || !/\d/.test(text)) return false;
  return dateStyleOf(text) !== null || /^\d{4}-\d\d-\d\d/.test(text) || /^1[0-9]{9}(?:\d{3})?$/.test(text);
}

/** Columns with these names are about something else, whatever is in them. */
const others = [
  /\b(sms|mms|whats ?app|push|phone|telephone|telefon|tel|calls?|anruf|fax|mobile|handy|postal|brief|html|htmlemail|text ?mail|stripe|paid|plan|complimentary|tax|payment|order|invoice|billing|vip|gender|language|admin|staff|2fa|mfa|mailing (street|city|state|country|zip|postal|address|code)|lead|opportunity|deal|lifecycle|smoker|member rating|geo|timezone)\b(?!.*\b(e ?mail|newsletter)s?\b)/,
  /^(active subscription|has active subscription|subscription (tier|plan|type|id|interval)|subscribe ?page|optin ip|confirm ip|unsub campaign id|clean campaign id|optin type|opt in type|accepts sms marketing|email (client|domain|type|format)|(email|newsletter) (frequency|language|opens?|clicks?|sent|delivered|count)|emails (sent|opened|clicked|delivered)\b.*|last (open|click|email).*|first (open|click).*)$/,
  /\b(consent|subscri\w+|suppressions?|opt ?in|optin|confirm\w*) (timestamp|time stamp|source|ip|method|text|version|form|url|wording)\b/,
];

const ordered: readonly (readonly [MailField | 'status', RegExp])[] = [
  ['unsubscribed', /^unsub\w* (reason|campaign)|^unsub/],
  [
    'complained',
    /complain|\bspam\b|\babuse|\bjunk\b|beschwerd|plainte|\bqueja|reclam[ao]|denuncia|klacht|\bskarg|klagomal|\bklage\b/,
  ],
  [
    'bounced',
    /bounce|unreachable|undeliver|\binvalid|hard ?fail|unzustellbar|rucklauf|ruecklauf|\bcleaned\b|^clean (time|campaign|date)|quarantin|rebond|\bnpai\b|\brebot|rimbalz|devolvid|onbestelbaar|odbic|\bstuds/,
  ],
  [
    'unsubscribed',
    /unsub|opt(ed)? ?out|optout|do ?not|dont|don t|\bdnc\b|no (e ?mail|mail|newsletter|contact|marketing)\b|block ?list|black ?list|blacklist|blocklist|suppress|disabled|\bblocked\b|deactivat|\bdeleted\b|\barchived\b|\bbanned\b|inactive|inaktiv|inactif|inactivo|inattiv|inativ|inactief|nieaktywn|unerwunscht|^removed|left (at|on|date)|globally ineligible|excluded|withdraw|revoke|object(ed|ion)|cancell?ed|abgemeld|abmeld|abbestell|ausgetrag|austrag|widerruf|widerspr|sperr|blockier|kein(e|en)? (e ?mail|mail|newsletter|werbung|kontakt)|werbeverbot|nicht (kontakt|mail|anschreib)|deaktiv|geloscht|robinson|desabonn|desinscri|opposition|liste (noire|rouge)|bloque|ne pas|desactiv|\bbajas?\b|desuscri|no (contactar|enviar)|bloquead|lista (negra|nera)|disiscri|cancellat|bloccat|non (contattare|inviare)|revoc|disattiv|descadastr|cancelad|nao (contatar|enviar|contactar)|uitgeschr|uitschrijf|afgemeld|afmeld|geblokkeerd|niet (mailen|contact)|zwarte lijst|wypisan|rezygn|zablokow|nie (wysyl|kontakt)|czarna lista|avregistr|avprenumer|avanmal|avanmald|sparra|blockera|afmeld|framel|blokere|spaerre/,
  ],
  [
    'status',
    /^((e ?mail|mail|subscri\w*|member|contact|kontakt|newsletter|nieuwsbrief|list|abo|abonn?\w*|marketing|opt ?in|empfanger|permission|consent|e ?mail (marketing|address|permission|subscription)) )*(status|state|zustand|statut|estado|estatus|stato|stan|tilstand|situation|stav)( (de|du|der|des|van|von|da|do|del|della) .*)?$|^statu[st]\b/,
  ],
  ['status', /unconfirm|not confirmed/], // which way round it is meant has to be asked
  [
    'confirmed',
    /confirm|double ?opt|\bdoi\b|verified|verifi(e|c)|activat|bestatig|verifiz|confirmad|conferm|bevestig|potwierd|bekraft|bekraef|aktivier/,
  ],
  [
    'acceptsMail',
    /subscri|newsletter|news letter|opt(ed)? ?in\b|optin|optedin|consent|permission|accepts?|marketing|mailing|emails? enabled|emailing|allow|gdpr|dsgvo|rgpd|lgpd|\bavg\b|rodo|einwillig|einverst|zustimm|\bwerbe|\bwerbung|erlaub|angemeldet|anmeld|abonn|\babo\b|inscri|suscri|iscri|ingeschr|aangemeld|toestemm|zgod|zapisan|prenumer|samtyck|samtykk|tilmeld|nyhetsbrev|nyhedsbrev|nieuwsbrief|boletin|boletim|infolettre|lettre d info|bulletin|consens|consenti|acconsent|autoris|autoriz|aceita|acept|accett|accepte|akzept|erwunscht|wants? (e ?mail|mail|news)|want|contactable|mailable|reachable|ok to (mail|email|contact)|may (mail|email|contact)|can (mail|email|contact)|send (e ?mails?|news)|receives? (e ?mails?|news)|\bkontakterlaubnis/,
  ],
  ['acceptsMail', /^(is )?(active|aktiv|actif|active e|activo|attivo|ativo|actief|aktywny|enabled)$/],
];

/** What a column is by its name (`plainName`): about mail, certainly about something else, or null for neither. */
export function kindOfHeader(name: string): MailField | 'status' | 'other' | null {
  if (others.some((pattern) => pattern.test(name))) return 'other';
  return ordered.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}
