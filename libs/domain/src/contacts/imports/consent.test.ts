import { expect, test } from 'vitest';
import { guessMapping } from '../guess-mapping.ts';
import { meaningOf, meaningOfFileName, severest, valueKey } from './consent.ts';
import { isMailField, type MailStatus } from './mail-meanings.ts';
import { nothingSaid, openQuestions } from './decisions.ts';
import { ColumnSurvey } from './survey.ts';
import { columnsInLanguages } from './testing/columns-in-languages.ts';
import { exportsOfProducts } from './testing/exports-of-products.ts';

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

test.for([...exportsOfProducts, ...columnsInLanguages])(
  'who does not want mail is recognized in an export of %s',
  ([, header, rows]) => {
    const read = readFile([header, ...rows.map(([row]) => row)]);
    expect(read.asks).toEqual([]);
    expect(read.statuses).toEqual(rows.map(([, status]) => status));
  },
);

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
