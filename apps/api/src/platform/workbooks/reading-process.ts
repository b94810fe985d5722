import { once } from 'node:events';
import type { SheetLimits } from './limits.ts';
import { openWorkbook } from './open-workbook.ts';
import { tooLarge, WorkbookRefusal } from './refusal.ts';
import type { ReadingReport } from './workbook-reader.ts';

/**
 * A process of its own, with little memory and nothing to lose, that reads the workbook in descriptor 4: each row leaves as
 * a line of JSON, what is to be said about all of them as a message.
 */
const [wanted, limits] = JSON.parse(process.argv[2] ?? '') as [string | null, SheetLimits]; // written by workbook-reader.ts
const workbook = 4;
const pieceCharacters = 64 * 1024;

process.on('disconnect', () => process.exit()); // everything was reported, or the caller is gone

try {
  const { sheets, sheet, rows } = await openWorkbook(workbook, wanted, limits);
  let piece = '';
  let bytes = 0;
  const leave = async () => {
    bytes += Buffer.byteLength(piece);
    if (bytes > limits.textBytes)
      throw tooLarge(`The sheet has more than ${Math.round(limits.textBytes / 1024 / 1024)} MB of text.`);
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
    piece = '';
  };
  for await (const { line, cells, width, isHidden } of rows) {
    piece += `${JSON.stringify(isHidden ? [line, width, cells, 1] : [line, width, cells])}\n`;
    if (piece.length > pieceCharacters) await leave();
  }
  await leave();
  await new Promise((flushed) => process.stdout.write('', flushed));
  report({ sheets, sheet });
} catch (error) {
  if (!(error instanceof WorkbookRefusal)) throw error;
  report({ refusal: { code: error.code, message: error.message } });
}

function report(told: ReadingReport): void {
  process.send?.(told, () => process.disconnect());
}
