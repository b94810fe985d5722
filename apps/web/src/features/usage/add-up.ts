/** What the entries of a file come to, added here and not by whoever wrote the bill. */
export interface Sum {
  readonly entries: number;
  readonly quantity: number;
}

/** Only entries of hours that begin from one time on, and before another (ISO 8601, UTC). */
interface Hours {
  readonly from?: string;
  readonly until?: string;
}

/**
 * Adds up the CSV of entries as it arrives: millions of lines need no memory. Throws when the file ends within a line or
 * holds a line that is no entry, so that a download that broke off is not taken for the whole.
 */
export async function addUp(chunks: AsyncIterable<string>, within: Hours = {}): Promise<ReadonlyMap<string, Sum>> {
  const sums = new Map<string, Sum>();
  let rest = '';
  let isHead = true;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (isHead) isHead = false;
      else add(sums, line, within);
    }
  }
  if (rest !== '' || isHead) throw new Error('The file of entries broke off.');
  return sums;
}

function add(sums: Map<string, Sum>, line: string, { from = '', until = '~' }: Hours): void {
  const [hour = '', meter = '', , , actId, text, ...others] = line.split(',');
  const quantity = Number(text);
  if (!actId || !Number.isSafeInteger(quantity) || quantity <= 0 || others.length > 0)
    throw new Error(`This is no entry: ${line}`);
  if (hour < from || hour >= until) return;
  const { entries, quantity: before } = sums.get(meter) ?? { entries: 0, quantity: 0 };
  sums.set(meter, { entries: entries + 1, quantity: before + quantity });
}

/** The text of an answer, as it comes. */
export async function* textOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) yield part.value;
}
