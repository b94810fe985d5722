export * from './bimi-certificate.ts';
export * from './bimi.ts';
export * from './dmarc.ts';
export * from './mta-sts.ts';
export * from './standard.ts';
export * from './tls-rpt.ts';
