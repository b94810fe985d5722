/* oxlint-disable no-console -- the console is where the developer of a page looks */

export interface Log {
  (text: string, ...details: readonly unknown[]): void;
  /** Something the developer has to change: written without being asked for. */
  warn(text: string): void;
  show(on: boolean): void;
}

export function createLog(on: boolean): Log {
  let isShown = on;
  const log = (text: string, ...details: readonly unknown[]) => {
    if (isShown) console.debug(`EngageX: ${text}`, ...details);
  };
  return Object.assign(log, {
    warn: (text: string) => console.warn(`EngageX: ${text}`),
    show: (next: boolean) => void (isShown = next),
  });
}
