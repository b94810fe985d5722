import { attributeNameFrom } from './attributes.contract.ts';
import type { ImportTarget } from './import.ts';
import { guessConsent } from './imports/consent.ts';
import { isMailField } from './imports/mail-meanings.ts';
import { kindOfHeader } from './imports/consent-words.ts';
import { plainName } from './imports/plain-name.ts';
import type { ColumnFacts } from './imports/survey.ts';

/**
 * Names of columns as people and other products write them (English, German, French, Spanish, Portuguese, Italian, Dutch,
 * Polish; exports of Mailchimp, HubSpot, Shopify and listmonk), without case, accents and punctuation.
 */
const names: Readonly<Record<string, string>> = {
  email: `email, e mail, mail, email address, e mail address, emailaddress, mail address, email adresse, e mail adresse,
    mailadresse, emailadresse, courriel, adresse email, adresse e mail, adresse mail, adresse courriel, correo,
    correo electronico, direccion de correo, direccion de correo electronico, endereco de email, endereco de e mail,
    correio eletronico, indirizzo email, indirizzo e mail, posta elettronica, mailadres, e mailadres, emailadres, adres email,
    adres e mail, poczta elektroniczna`,
  firstName: `first name, firstname, given name, fname, forename, vorname, rufname, prenom, nombre, nombre de pila, nome,
    primeiro nome, nome proprio, voornaam, imie`,
  lastName: `last name, lastname, family name, surname, lname, nachname, familienname, zuname, nom, nom de famille, apellido,
    apellidos, sobrenome, apelido, ultimo nome, cognome, achternaam, familienaam, nazwisko`,
  fullName: `name, full name, fullname, contact name, display name, vollstandiger name, nom complet, nombre completo,
    nome completo, volledige naam, naam, imie i nazwisko`,
  phone: `phone, phone number, mobile, mobile number, mobile phone, mobile phone number, telephone, tel, cell, cell phone,
    telefon, telefonnummer, handy, handynummer, mobiltelefon, mobilnummer, natel, telephone portable, portable, numero de telephone, telefono,
    numero de telefono, movil, celular, telefone, telemovel, numero de telefone, cellulare, numero di telefono,
    telefoon, telefoonnummer, mobiel, mobiele telefoon, numer telefonu, telefon komorkowy, komorka`,
  language: `language, preferred language, lang, locale, language code, sprache, bevorzugte sprache, langue, langue preferee,
    idioma, lengua, lingua, taal, voorkeurstaal, jezyk`,
  country: `country, country code, country region, country region code, cc, default address country code, land, landercode, landescode, pays,
    code pays, pais, codigo de pais, codigo do pais, paese, nazione, codice paese, landcode, kraj, kod kraju`,
  timeZone: `time zone, timezone, tz, zeitzone, fuseau horaire, zona horaria, fuso horario, fuso orario, tijdzone,
    strefa czasowa`,
  externalId: `external id, externalid, customer id, customerid, record id, contact id, user id, uuid, euid, member id,
    kundennummer, kunden id, mitgliedsnummer, id client, numero client, numero de client, identifiant, id de cliente,
    numero de cliente, id do cliente, id cliente, codice cliente, klantnummer, klant id, numer klienta, id klienta`,
  unsubscribed: `unsubscribed, unsubscribe, opted out, opt out, unsubscribed from all email, unsub time, unsubscribed at,
    do not email, abgemeldet, abbestellt, desabonne, desinscrit, dado de baja, cancelado, descadastrado,
    disiscritto, uitgeschreven, afgemeld, wypisany, wypisano`,
  acceptsMail: `accepts email marketing, accepts marketing, email marketing, email marketing consent, opted in, opt in, subscribed, newsletter,
    angemeldet, abonniert, abonne, inscrit, suscrito, inscrito, subscrito, iscritto, ingeschreven, aangemeld, zapisany`,
  // Their counters and times say nothing about a person that anyone would write to them about.
  ignore: `member rating, optin ip, confirm ip, gmtoff, dstoff, leid, last changed, unsub campaign title, unsub campaign id,
    unsub reason, unsub reason other`,
};

const known = new Map<string, ImportTarget>(
  Object.entries(names).flatMap(([target, list]) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of `names` are targets
    list.split(/,\s*/).map((name) => [name.trim(), target as ImportTarget] as const),
  ),
);

/** listmonk says in `status` whether someone is blocklisted; in other files that word may mean anything. */
const listmonk = ['uuid', 'email', 'name', 'attributes', 'status'];

/**
 * A first guess at what each column is, from its header and, where they are known, from its values; everything else is
 * kept as an attribute. A column that may say who wants no mail and does not tell is `undecided`.
 */
export function guessMapping(headers: readonly string[], facts?: readonly ColumnFacts[]): ImportTarget[] {
  const targets = guessByName(headers);
  if (!facts) return targets;
  const guesses = headers.map((header, index) => {
    const target = targets[index] ?? 'ignore';
    const isOpen = target === 'ignore' || target.startsWith('attribute:') || isMailField(target);
    return isOpen ? guessConsent(header, facts[index]?.values ?? null) : { kind: 'none' as const };
  });
  const isClear = guesses.some(({ kind }) => kind === 'field');
  return targets.map((target, index) => {
    const guess = guesses[index];
    if (guess?.kind === 'field') return guess.field;
    // Beside a column that is clear, one that only has yes and no in it is most likely about something else.
    const isAsked = guess?.kind === 'unclear' && (!isClear || kindOfHeader(plainName(headers[index] ?? '')) !== null);
    if (isAsked) return 'undecided';
    const saidNothing = target === 'acceptsMail' && guess?.kind === 'none';
    return saidNothing ? attributeTarget(headers[index] ?? '') : target;
  });
}

function guessByName(headers: readonly string[]): ImportTarget[] {
  const plain = headers.map(plainName);
  const isListmonk = listmonk.every((name) => plain.includes(name));
  const taken = new Set<ImportTarget>();
  const has = (target: ImportTarget) => plain.some((name) => known.get(name) === target);
  // `Vorname, Name` and `voornaam, naam`: beside a first name alone, a name is the last one.
  const nameIs = has('lastName') ? 'ignore' : has('firstName') ? 'lastName' : 'fullName';
  return headers.map((header, index) => {
    const name = plain[index] ?? '';
    const guess = isListmonk && name === 'status' ? 'unsubscribed' : (known.get(name) ?? attributeTarget(header));
    const target = guess === 'fullName' ? nameIs : guess;
    if (target === 'ignore') return target;
    if (taken.has(target) && !isMailField(target))
      return target.startsWith('attribute:') ? 'ignore' : secondOf(header, taken);
    taken.add(target);
    return target;
  });
}

/** A second phone or country is still worth keeping: as an attribute by its own name. */
function secondOf(header: string, taken: Set<ImportTarget>): ImportTarget {
  const target = attributeTarget(header);
  if (taken.has(target) || known.get(plainName(header)) === 'ignore') return 'ignore';
  taken.add(target);
  return target;
}

/** The attribute that a column of this name would be kept as; `ignore` when nothing of the name is left. */
export function attributeTarget(header: string): ImportTarget {
  const name = attributeNameFrom(header);
  return name ? `attribute:${name}` : 'ignore';
}
