/** Every process of the stack writes to one stderr: a coloured name in front, JSON log lines made readable. */

export type Log = (line: string) => void;

export interface Logs {
  /** A log for one named process; it also takes the launcher's own remarks about that process. */
  for(name: string): Log;
}

const WIDTH = 'migrations'.length;
const COLOURS = [36, 35, 33, 32, 34, 96, 95, 93];
const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
/** Fields which say nothing that the name in front of the line does not. */
const LEFT_OUT = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'name', 'service', 'v', 'err']);
const LONGEST_VALUE = 120;

export function createLogs(stream: NodeJS.WriteStream, hasColours: boolean): Logs {
  const colours = new Map<string, number>();
  return {
    for(name) {
      const colour = colours.get(name) ?? COLOURS[colours.size % COLOURS.length] ?? 36;
      colours.set(name, colour);
      const label = `${name.padEnd(WIDTH)} │`;
      const prefix = hasColours ? `\u001B[${colour}m${label}\u001B[0m ` : `${label} `;
      return (line) => {
        for (const part of readable(line, hasColours).split('\n')) stream.write(`${prefix}${part}\n`);
      };
    },
  };
}

/** `{"level":30,"time":…,"msg":"listening","port":3000}` → `12:00:01 info  listening port=3000`; other text stays as it is. */
export function readable(line: string, hasColours = false): string {
  const entry = parse(line);
  if (!entry) return line;
  const level = LEVELS[Number(entry['level'])] ?? (typeof entry['level'] === 'string' ? entry['level'] : 'info');
  const fields = Object.entries(entry)
    .filter(([key, value]) => !LEFT_OUT.has(key) && value !== undefined && value !== null)
    .map(([key, value]) => `${key}=${show(value)}`);
  const words = [
    clock(entry['time']),
    paint(level.padEnd(5), level, hasColours),
    typeof entry['msg'] === 'string' ? entry['msg'] : '',
    ...fields,
  ];
  return words.filter((word) => word !== '').join(' ') + describeError(entry['err']);
}

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) && ('msg' in value || 'level' in value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function clock(time: unknown): string {
  const date = new Date(typeof time === 'number' || typeof time === 'string' ? time : Number.NaN);
  return Number.isNaN(date.getTime()) ? '' : date.toTimeString().slice(0, 8);
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const short = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
  return typeof value === 'string' && /\s/.test(short) ? JSON.stringify(short) : short;
}

function describeError(error: unknown): string {
  if (!isRecord(error)) return '';
  const text = error['stack'] ?? error['message'];
  return typeof text === 'string' ? `\n${text}` : '';
}

function paint(text: string, level: string, hasColours: boolean): string {
  if (!hasColours) return text;
  if (level === 'error' || level === 'fatal') return `\u001B[31m${text}\u001B[0m`;
  if (level === 'warn') return `\u001B[33m${text}\u001B[0m`;
  return `\u001B[2m${text}\u001B[0m`;
}
