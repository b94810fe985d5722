/** The part of haraka-plugin-dkim that verifies; it comes without declarations. */
declare module 'haraka-plugin-dkim/lib/dkim.js' {
  export class DKIMVerifyStream {
    constructor(options: object, done: (error: Error | null, result: string) => void);
    debug: (text: string) => void;
    write(bytes: Buffer): boolean;
    end(): void;
  }
  export class DKIMObject {
    debug: (text: string) => void;
  }
}
