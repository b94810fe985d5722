import { expect, test } from 'vitest';
import { guessMapping } from './guess-mapping.ts';

const guess = (header: string, delimiter = ',') => guessMapping(header.split(delimiter));

test.for([
  ['English', 'E-Mail Address,First Name,Surname,Mobile,Language,Country,Time Zone,Customer ID,Opted out'],
  ['German', 'E-Mail-Adresse,Vorname,Nachname,Mobiltelefon,Sprache,Land,Zeitzone,Kundennummer,Abgemeldet'],
  ['French', 'Adresse e-mail,Prénom,Nom,Téléphone portable,Langue,Pays,Fuseau horaire,Numéro de client,Désabonné'],
  ['Spanish', 'Correo electrónico,Nombre,Apellidos,Teléfono,Idioma,País,Zona horaria,ID de cliente,Dado de baja'],
  ['Portuguese', 'Endereço de e-mail,Nome,Sobrenome,Telefone,Idioma,País,Fuso horário,ID do cliente,Descadastrado'],
  ['Italian', 'Indirizzo email,Nome,Cognome,Cellulare,Lingua,Paese,Fuso orario,Codice cliente,Disiscritto'],
  ['Dutch', 'E-mailadres,Voornaam,Achternaam,Telefoonnummer,Taal,Land,Tijdzone,Klantnummer,Uitgeschreven'],
  ['Polish', 'Adres e-mail,Imię,Nazwisko,Numer telefonu,Język,Kraj,Strefa czasowa,Numer klienta,Wypisany'],
])('%s headers are understood', ([, header = '']) => {
  expect(guess(header)).toEqual([
    'email',
    'firstName',
    'lastName',
    'phone',
    'language',
    'country',
    'timeZone',
    'externalId',
    'unsubscribed',
  ]);
});

test('an export of Mailchimp is understood', () => {
  const header =
    'Email Address,First Name,Last Name,Phone Number,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,UNSUB_TIME,LAST_CHANGED,LEID,EUID,NOTES,TAGS';
  expect(guess(header)).toEqual([
    'email',
    'firstName',
    'lastName',
    'phone',
    'ignore',
    'attribute:optin_time',
    'ignore',
    'attribute:confirm_time',
    'ignore',
    'ignore',
    'ignore',
    'timeZone',
    'country',
    'attribute:region',
    'unsubscribed',
    'ignore',
    'ignore',
    'externalId',
    'attribute:notes',
    'attribute:tags',
  ]);
});

test('an export of HubSpot is understood', () => {
  const header =
    'Record ID,First Name,Last Name,Email,Phone Number,Country/Region,Preferred language,Time Zone,Unsubscribed from all email,Lead Status,Create Date';
  expect(guess(header)).toEqual([
    'externalId',
    'firstName',
    'lastName',
    'email',
    'phone',
    'country',
    'language',
    'timeZone',
    'unsubscribed',
    'attribute:lead_status',
    'attribute:create_date',
  ]);
});

test('an export of Shopify is understood', () => {
  const header =
    'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address City,Default Address Country Code,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags';
  expect(guess(header)).toEqual([
    'externalId',
    'firstName',
    'lastName',
    'email',
    'acceptsMail',
    'attribute:default_address_city',
    'country',
    'attribute:default_address_phone',
    'phone',
    'attribute:accepts_sms_marketing',
    'attribute:total_spent',
    'attribute:total_orders',
    'attribute:note',
    'attribute:tax_exempt',
    'attribute:tags',
  ]);
});

test('an export of listmonk is understood: its status says who is blocklisted', () => {
  expect(guess('uuid,email,name,attributes,status,created_at,updated_at')).toEqual([
    'externalId',
    'email',
    'fullName',
    'attribute:attributes',
    'unsubscribed',
    'attribute:created_at',
    'attribute:updated_at',
  ]);
  expect(guess('email,status')).toEqual(['email', 'attribute:status']);
});

test('no field is guessed twice; the second column is kept by its own name, or left out', () => {
  expect(guess('email,E-Mail,phone,Mobile,phone,city,City,§')).toEqual([
    'email',
    'attribute:e_mail',
    'phone',
    'attribute:mobile',
    'attribute:phone',
    'attribute:city',
    'ignore',
    'ignore',
  ]);
});

test('a column with a name that means something to programs is kept by another', () => {
  expect(guess('email,Constructor,__proto__')).toEqual(['email', 'attribute:constructor_value', 'attribute:proto']);
});

test('beside a first name a name is the last one', () => {
  expect(guess('Vorname;Name;Mail', ';')).toEqual(['firstName', 'lastName', 'email']);
  expect(guess('Name;Mail', ';')).toEqual(['fullName', 'email']);
});
