/** The parts of mailauth that its own declarations leave out. */
declare module 'mailauth/lib/dmarc/get-dmarc-record.js' {
  interface DmarcRecord {
    readonly rr: string;
    readonly t?: string;
    readonly aspf?: string;
  }
  interface PolicyTags {
    readonly p: 'none' | 'quarantine' | 'reject';
    readonly sp?: 'none' | 'quarantine' | 'reject' | undefined;
    readonly np?: 'none' | 'quarantine' | 'reject' | undefined;
  }
  type Resolver = (name: string, type: string) => Promise<never>;
  type Lookup = (name: string) => Promise<DmarcRecord | false>;
  const dmarc: {
    createRecordLookup(resolver: Resolver, options: { readonly strict: boolean }): Lookup;
    discoverPolicy(
      domain: string,
      lookup: Lookup,
    ): Promise<{ record: DmarcRecord | false; recordDomain: string | null; orgDomain: string | null }>;
    getPolicyTags(record: DmarcRecord): PolicyTags | null;
    domainExists(domain: string, resolver: Resolver): Promise<boolean>;
  };
  export default dmarc;
}
