import { reportLimits } from '@engagex/domain/domain-reports';
import { DomainError, invalid } from '@engagex/domain/shared';

/** Why a file with reports is not taken, and what to do. */
export function refused(code: string, message: string): DomainError {
  return invalid(`domain-report.${code}`, message, [{ path: ['file'], message }]);
}

const megabytes = (bytes: number) => bytes / 1024 / 1024;
const asItCame = 'Upload the file as it was attached to the report mail.';

export const noReport = () => refused('no-file', 'Choose a report to upload.');

export const empty = () => refused('empty', 'This file is empty. Choose another.');

export const fileTooLarge = () =>
  refused('too-large', `The file is larger than ${megabytes(reportLimits.fileBytes)} MB. No report should be.`);

export const unpacksTooFar = () =>
  refused(
    'unpacks-too-far',
    `The file unpacks to more than ${megabytes(reportLimits.unpackedBytes)} MB, or to more than ${reportLimits.ratio} times its size. No report does.`,
  );

export const tooManyEntries = () =>
  refused('too-many-entries', `The archive has more than ${reportLimits.entries} files. Upload smaller archives.`);

export const nestedArchive = () =>
  refused('nested-archive', 'The archive contains another archive. Unpack it and upload the files in it.');

export const encryptedArchive = () =>
  refused('encrypted', 'The archive is protected with a password. Unpack it and upload the report in it.');

export const damagedArchive = () => refused('damaged-archive', `The archive is damaged or incomplete. ${asItCame}`);

export const emptyArchive = () => refused('empty-archive', 'There is no report in this archive.');

export const unknownFormat = () =>
  refused(
    'unknown-format',
    'This is neither a DMARC report (XML) nor a TLS report (JSON), plain or as a zip or gzip file.',
  );

export const hasDoctype = () =>
  refused('doctype', 'The XML declares a document type or entities, which no report needs. It was not read.');

export const tooDeep = () =>
  refused('too-deep', `Elements are nested more than ${reportLimits.depth} levels deep. No report does that.`);

export const tooManyRows = () =>
  refused('too-many-rows', `The report has more than ${reportLimits.rows.toLocaleString('en')} rows.`);

export const malformedXml = (line: number | null) =>
  refused('malformed-xml', `The XML is not well-formed${line === null ? '' : ` (line ${line})`}. ${asItCame}`);

export const malformedJson = () => refused('malformed-json', `The JSON is not valid. ${asItCame}`);

export const notDmarc = () =>
  refused('not-dmarc', 'This XML is not a DMARC aggregate report: there is no <feedback> element.');

export const missing = (what: string) =>
  refused('missing-field', `The report has no ${what}, which the standard requires. Ask the sender of the report.`);

export const badValue = (what: string, value: string) =>
  refused('invalid-field', `The report’s ${what} is not valid: “${value.slice(0, 80)}”.`);

export const foreignDomain = (domains: readonly string[]) =>
  refused(
    'foreign-domain',
    `This report is about ${domains.join(', ')}, which is not a verified domain of your organization.`,
  );

const takesTooMuch = () =>
  refused('too-complex', 'Reading this report took too long or too much memory. It was not read.');

/** What the process refuses, or its end, in words about reports. */
export function asReportRefusal(error: unknown): unknown {
  if (!(error instanceof DomainError) || !error.code.startsWith('content.')) return error;
  if (error.code === 'content.too-complex') return takesTooMuch();
  if (error.code === 'content.unreadable') return unknownFormat();
  const code = error.code.replace('content.', 'domain-report.');
  return new DomainError(error.kind, code, 'Many reports are being read right now. Try again soon.');
}
