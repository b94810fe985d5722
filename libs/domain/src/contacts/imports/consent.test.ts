import { expect, test } from 'vitest';
import { guessMapping } from '../guess-mapping.ts';
import { meaningOf, meaningOfFileName, severest, valueKey } from './consent.ts';
import { isMailField, type MailStatus } from './mail-meanings.ts';
import { nothingSaid, openQuestions } from './decisions.ts';
import { ColumnSurvey } from './survey.ts';

/** What becomes of each row of a file as it is guessed; `asks` for what somebody has to say first. */
function readFile(lines: readonly string[], delimiter = ',', fileName = 'export.csv') {
  const [columns = [], ...rows] = lines.map((line) => line.split(delimiter));
  const surveys = columns.map(() => new ColumnSurvey());
  for (const row of rows) surveys.forEach((survey, index) => survey.add(row[index] ?? ''));
  const facts = surveys.map((survey, index) => survey.facts(columns[index] ?? ''));
  const mapping = guessMapping(columns, facts);
  const questions = openQuestions({
    fileName,
    isWorkbook: false,
    columns,
    mapping,
    facts,
    reading: nothingSaid,
    types: new Map(),
  });
  const asks = questions.map((question) =>
    'column' in question
      ? `${columns[question.column]}${question.about === 'value' ? `=${question.value}` : ''}`
      : question.about,
  );
  const statuses = rows.map((row) => {
    let status: MailStatus | null = null;
    mapping.forEach((field, index) => {
      if (isMailField(field))
        status = severest(status, meaningOf(field, valueKey(row[index] ?? ''), columns[index]) ?? 'nothing');
    });
    return status;
  });
  return { mapping, asks, statuses };
}

/** Own samples in the shape of each product's export; the last column of a row is what is right. */
test.for([
  [
    'Ghost',
    'id,email,name,subscribed_to_emails,complimentary_plan,created_at,deleted_at',
    [
      ['1,a@x.example,Ada,true,false,2025-01-01T00:00:00.000Z,', null],
      ['2,b@x.example,Bob,false,false,2025-01-01T00:00:00.000Z,', 'unsubscribed'],
    ],
  ],
  [
    'Keila',
    'Email,First name,Data,Status',
    [
      ['a@x.example,Ada,{},active', null],
      ['b@x.example,Bob,{},unsubscribed', 'unsubscribed'],
      ['c@x.example,Cy,{},unreachable', 'bounced'],
    ],
  ],
  [
    'Sendy',
    'Name,Email,Joined,Status',
    [
      ['Ada,a@x.example,2024-01-01,Subscribed', null],
      ['Bob,b@x.example,2024-01-01,Unsubscribed', 'unsubscribed'],
      ['Cy,c@x.example,2024-01-01,Unconfirmed', 'unconfirmed'],
      ['Di,d@x.example,2024-01-01,Bounced', 'bounced'],
      ['Ed,e@x.example,2024-01-01,Soft bounced', null],
      ['Flo,f@x.example,2024-01-01,Marked as spam', 'complained'],
    ],
  ],
  [
    'Brevo',
    'CONTACT ID,EMAIL,FIRSTNAME,EMAIL_BLACKLISTED,SMS_BLACKLISTED',
    [
      ['1,a@x.example,Ada,false,true', null],
      ['2,b@x.example,Bob,true,false', 'unsubscribed'],
    ],
  ],
  [
    'Brevo, in German',
    'KONTAKT ID,E-MAIL,VORNAME,E-Mail blockiert',
    [
      ['1,a@x.example,Ada,Nein', null],
      ['2,b@x.example,Bob,Ja', 'unsubscribed'],
    ],
  ],
  [
    'Mautic',
    'email,firstname,is_published,DNC Reason',
    [
      ['a@x.example,Ada,1,', null],
      ['b@x.example,Bob,1,Unsubscribed', 'unsubscribed'],
      ['c@x.example,Cy,1,Bounced', 'bounced'],
      ['d@x.example,Di,1,Manual', 'unsubscribed'],
    ],
  ],
  [
    'Substack',
    'Email,Active_subscription,Expiry,Email_disabled,Created_at',
    [
      ['a@x.example,false,,false,2024-01-01', null],
      ['b@x.example,true,,true,2024-01-02', 'unsubscribed'],
    ],
  ],
  [
    'phpList',
    'id,email,confirmed,blacklisted,htmlemail,disabled,uniqid',
    [
      ['1,a@x.example,1,0,1,0,x1', null],
      ['2,b@x.example,0,0,0,0,x2', 'unconfirmed'],
      ['3,c@x.example,1,1,1,0,x3', 'unsubscribed'],
      ['4,d@x.example,1,0,1,1,x4', 'unsubscribed'],
    ],
  ],
  [
    'Mailchimp, unsubscribed',
    'Email Address,First Name,OPTIN_TIME,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON',
    [['a@x.example,Ada,2024-01-01 10:00:00,2025-01-01 10:00:00,Spring,No longer interested', 'unsubscribed']],
  ],
  [
    'Mailchimp, cleaned',
    'Email Address,First Name,OPTIN_TIME,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID',
    [['a@x.example,Ada,2024-01-01 10:00:00,2025-03-03 09:00:00,Spring,77', 'bounced']],
  ],
  [
    'Klaviyo',
    'Email,First Name,Email Marketing Consent,Email Marketing Consent Timestamp,Email Suppressions,SMS Marketing Consent',
    [
      ['a@x.example,Ada,SUBSCRIBED,2024-01-01 10:00:00,,NEVER_SUBSCRIBED', null],
      ['b@x.example,Bob,UNSUBSCRIBED,2024-01-01 10:00:00,,SUBSCRIBED', 'unsubscribed'],
      ['c@x.example,Cy,NEVER_SUBSCRIBED,,,SUBSCRIBED', 'unsubscribed'],
      ["d@x.example,Di,SUBSCRIBED,2024-01-01 10:00:00,['HARD_BOUNCE'],SUBSCRIBED", 'bounced'],
      ["e@x.example,Ed,SUBSCRIBED,2024-01-01 10:00:00,['SPAM_COMPLAINT'],SUBSCRIBED", 'complained'],
    ],
  ],
  [
    'HubSpot',
    'Record ID,Email,Unsubscribed from all email,Email hard bounce reason,Opted out of email: News,Lead Status',
    [
      ['1,a@x.example,,,,New', null],
      ['2,b@x.example,true,,,New', 'unsubscribed'],
      ['3,c@x.example,,Unknown user,,Open', 'bounced'],
      ['4,d@x.example,,,true,Open', 'unsubscribed'],
    ],
  ],
  [
    'listmonk',
    'uuid,email,name,attributes,status',
    [
      ['u1,a@x.example,Ada,{},enabled', null],
      ['u2,b@x.example,Bob,{},blocklisted', 'unsubscribed'],
      ['u3,c@x.example,Cy,{},disabled', 'unsubscribed'],
    ],
  ],
  [
    'MailerLite',
    'Email,Name,Status,Unsubscribed',
    [
      ['a@x.example,Ada,Active,', null],
      ['b@x.example,Bob,Unsubscribed,2025-01-01 09:00:00', 'unsubscribed'],
      ['c@x.example,Cy,Junk,', 'complained'],
    ],
  ],
  [
    'ActiveCampaign',
    'Email,First Name,Status,Bounced Hard',
    [
      ['a@x.example,Ada,Active,0', null],
      ['b@x.example,Bob,Unsubscribed,0', 'unsubscribed'],
      ['c@x.example,Cy,Unconfirmed,0', 'unconfirmed'],
      ['d@x.example,Di,Active,1', 'bounced'],
    ],
  ],
  [
    'Kit',
    'email,first_name,state',
    [
      ['a@x.example,Ada,active', null],
      ['b@x.example,Bob,cancelled', 'unsubscribed'],
      ['c@x.example,Cy,bounced', 'bounced'],
      ['d@x.example,Di,complained', 'complained'],
    ],
  ],
  [
    'Constant Contact',
    'Email address,Email status,Email permission status',
    [
      ['a@x.example,Active,Express', null],
      ['b@x.example,Unsubscribed,Express', 'unsubscribed'],
      ['c@x.example,Awaiting confirmation,Express', 'unconfirmed'],
    ],
  ],
  [
    'Campaign Monitor',
    'Email Address,Name,Status',
    [
      ['a@x.example,Ada,Active', null],
      ['b@x.example,Bob,Deleted', 'unsubscribed'],
      ['c@x.example,Cy,Bounced', 'bounced'],
    ],
  ],
  [
    'EmailOctopus',
    'Email address,First name,Status',
    [
      ['a@x.example,Ada,SUBSCRIBED', null],
      ['b@x.example,Bob,PENDING', 'unconfirmed'],
      ['c@x.example,Cy,UNSUBSCRIBED', 'unsubscribed'],
    ],
  ],
  [
    'beehiiv',
    'email,status,created_at',
    [
      ['a@x.example,active,2024-01-01', null],
      ['b@x.example,inactive,2024-01-02', 'unsubscribed'],
      ['c@x.example,validating,2024-01-02', 'unconfirmed'],
      ['d@x.example,invalid,2024-01-02', 'bounced'],
    ],
  ],
  [
    'Customer.io',
    'id,email,unsubscribed',
    [
      ['1,a@x.example,false', null],
      ['2,b@x.example,true', 'unsubscribed'],
    ],
  ],
  [
    'Plunk',
    'email,subscribed',
    [
      ['a@x.example,true', null],
      ['b@x.example,false', 'unsubscribed'],
    ],
  ],
  [
    'CleverReach',
    'email,registered,activated,deactivated,bounced',
    [
      ['a@x.example,2024-01-01,2024-01-02,,0', null],
      ['b@x.example,2024-01-01,2024-01-02,2025-01-01,0', 'unsubscribed'],
      ['c@x.example,2024-01-01,2024-01-02,,1', 'bounced'],
    ],
  ],
  [
    'rapidmail',
    'email,vorname,status',
    [
      ['a@x.example,Ada,aktiv', null],
      ['b@x.example,Bob,abgemeldet', 'unsubscribed'],
      ['c@x.example,Cy,gebounct', 'bounced'],
      ['d@x.example,Di,gelöscht', 'unsubscribed'],
    ],
  ],
  [
    'Dotdigital',
    'email,emailType,optInType,status',
    [
      ['a@x.example,Html,Double,Subscribed', null],
      ['b@x.example,Html,Double,HardBounced', 'bounced'],
      ['c@x.example,Html,Single,IspComplained', 'complained'],
      ['d@x.example,Html,Single,PendingOptIn', 'unconfirmed'],
      ['e@x.example,Html,Single,GloballySuppressed', 'unsubscribed'],
    ],
  ],
  [
    'Notifuse',
    'email,list_status',
    [
      ['a@x.example,active', null],
      ['b@x.example,complained', 'complained'],
      ['c@x.example,pending', 'unconfirmed'],
    ],
  ],
  [
    'Shopify',
    'Customer ID,Email,Accepts Email Marketing,Accepts SMS Marketing,Tax Exempt',
    [
      ['1,a@x.example,yes,no,no', null],
      ['2,b@x.example,no,yes,no', 'unsubscribed'],
    ],
  ],
  [
    'is_active',
    'email,is_active',
    [
      ['a@x.example,1', null],
      ['b@x.example,0', 'unsubscribed'],
    ],
  ],
  [
    'German',
    'E-Mail,Vorname,Newsletter erlaubt',
    [
      ['a@x.example,Ada,ja', null],
      ['b@x.example,Bob,nein', 'unsubscribed'],
    ],
  ],
  [
    'German, given or withdrawn',
    'E-Mail,Einwilligung',
    [
      ['a@x.example,erteilt', null],
      ['b@x.example,widerrufen', 'unsubscribed'],
    ],
  ],
  [
    'German, blocked',
    'E-Mail,Werbesperre',
    [
      ['a@x.example,nein', null],
      ['b@x.example,ja', 'unsubscribed'],
    ],
  ],
  [
    'French',
    'Courriel,Prénom,Désabonné le',
    [
      ['a@x.example,Ada,', null],
      ['b@x.example,Bob,03/04/2025', 'unsubscribed'],
    ],
  ],
  [
    'French consent',
    'Courriel,Consentement newsletter',
    [
      ['a@x.example,Oui', null],
      ['b@x.example,Non', 'unsubscribed'],
    ],
  ],
  [
    'Spanish',
    'Correo,Estado',
    [
      ['a@x.example,Activo', null],
      ['b@x.example,Dado de baja', 'unsubscribed'],
      ['c@x.example,Rebotado', 'bounced'],
    ],
  ],
  [
    'Italian',
    'Email,Consenso marketing',
    [
      ['a@x.example,Sì', null],
      ['b@x.example,No', 'unsubscribed'],
    ],
  ],
  [
    'Portuguese',
    'E-mail,Situação',
    [
      ['a@x.example,Ativo', null],
      ['b@x.example,Descadastrado', 'unsubscribed'],
    ],
  ],
  [
    'Dutch',
    'E-mailadres,Nieuwsbrief',
    [
      ['a@x.example,Ja', null],
      ['b@x.example,Nee', 'unsubscribed'],
    ],
  ],
  [
    'Polish',
    'Adres e-mail,Zgoda marketingowa',
    [
      ['a@x.example,TAK', null],
      ['b@x.example,NIE', 'unsubscribed'],
    ],
  ],
  [
    'Swedish',
    'E-post,email,Prenumererar',
    [
      ['x,a@x.example,Ja', null],
      ['x,b@x.example,Nej', 'unsubscribed'],
    ],
  ],
  [
    'Danish',
    'Email,Nyhedsbrev',
    [
      ['a@x.example,ja', null],
      ['b@x.example,nej', 'unsubscribed'],
    ],
  ],
  [
    'a column called whatever',
    'email,Bemerkung',
    [
      ['a@x.example,aktiv', null],
      ['b@x.example,abgemeldet', 'unsubscribed'],
    ],
  ],
] as const)('who does not want mail is recognized in an export of %s', ([, header, rows]) => {
  const read = readFile([header, ...rows.map(([row]) => row)]);
  expect(read.asks).toEqual([]);
  expect(read.statuses).toEqual(rows.map(([, status]) => status));
});

test.for([
  ['yes and no under a name that says nothing', ['email,Feld 7', 'a@x.example,yes', 'b@x.example,no'], ['Feld 7']],
  ['a status in codes', ['email,status', 'a@x.example,A', 'b@x.example,L'], ['status']],
  [
    'a value that nobody knows',
    ['email,Status', 'a@x.example,active', 'b@x.example,lapsed', 'c@x.example,unsubscribed'],
    ['Status=lapsed'],
  ],
  ['a tick or nothing', ['email,Newsletter', 'a@x.example,x', 'b@x.example,'], ['Newsletter=']],
  [
    'a date of confirmation or none',
    ['email,Confirmed at', 'a@x.example,2024-01-01', 'b@x.example,'],
    ['Confirmed at='],
  ],
  ['a consent that nobody gave', ['email,CONFIRM_TIME', 'a@x.example,', 'b@x.example,'], ['CONFIRM_TIME=']],
  ['bounces of unknown kind', ['email,bouncecount', 'a@x.example,0', 'b@x.example,3'], ['bouncecount=(number)']],
  ['unsubscribed, perhaps', ['email,unsubscribed', 'a@x.example,no', 'b@x.example,perhaps'], ['unsubscribed=perhaps']],
  ['unconfirmed, either way', ['email,Unconfirmed', 'a@x.example,yes', 'b@x.example,no'], ['Unconfirmed']],
] as const)('what is not clear is asked: %s', ([, lines, asks]) => {
  expect(readFile(lines).asks).toEqual(asks);
});

test('columns about something else are not asked about', () => {
  const read = readFile([
    'email,size,city,vip,state,Mailing City,accepts_sms_marketing,Lead Status,plan,note',
    'a@x.example,x,Bern,yes,CA,Bern,yes,New,free,likes blue',
    'b@x.example,y,Rome,no,NY,Rome,no,Open,paid,',
  ]);
  expect(read.asks).toEqual([]);
  expect(read.statuses).toEqual([null, null]);
});

test('a file whose name says who is in it is asked about when no column tells', () => {
  const lines = ['Email Address,First Name', 'a@x.example,Ada'];
  for (const [name, meaning] of [
    ['nonsubscribed_members_export_1a2b.csv', 'unconfirmed'],
    ['cleaned_members_export_1a2b.csv', 'bounced'],
    ['unsubscribed_members_export_1a2b.csv', 'unsubscribed'],
    ['Abgemeldete 2025.xlsx', 'unsubscribed'],
    ['suppression-list.csv', 'unsubscribed'],
    ['spam_complaints.csv', 'complained'],
  ] as const) {
    expect(meaningOfFileName(name), name).toBe(meaning);
    expect(readFile(lines, ',', name).asks, name).toEqual(['everyone']);
  }
  for (const name of ['subscribed_members_export_1a2b.csv', 'kunden.csv', 'newsletter.xlsx'])
    expect(readFile(lines, ',', name).asks, name).toEqual([]);
});
