/** `workbook.too-large` and the like; the same codes reach the person who uploaded the file. */
export type RefusalCode = 'not-one' | 'protected' | 'damaged' | 'too-large' | 'no-sheet';

/** A workbook that is not read, in words for the person who sent it. */
export class WorkbookRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function damaged(what: string): WorkbookRefusal {
  return new WorkbookRefusal('damaged', `${what} Open the file in Excel, save it again as .xlsx and upload that.`);
}

export function tooLarge(what: string): WorkbookRefusal {
  return new WorkbookRefusal('too-large', `${what} Split it, or save the sheet as CSV and upload that.`);
}

export function isProtected(): WorkbookRefusal {
  const message = 'The file is password-protected. Remove the password, save the file and upload it again.';
  return new WorkbookRefusal('protected', message);
}
