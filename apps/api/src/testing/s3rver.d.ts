/** The little of it that tests use; the package has no types. */
declare module 's3rver' {
  import type { AddressInfo } from 'node:net';

  /** A Koa application: what stands before its middleware sees every request first. */
  export default class S3rver {
    readonly middleware: unknown[];
    constructor(options: {
      port: number;
      address: string;
      silent: boolean;
      directory: string;
      configureBuckets: { name: string }[];
    });
    run(): Promise<AddressInfo>;
    close(): Promise<void>;
  }
}
