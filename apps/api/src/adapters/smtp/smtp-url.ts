/** How to reach a server. */
export interface SmtpServer {
  /** Its name, which the certificate has to carry. */
  readonly host: string;
  /** Where to connect to when the name was looked up already. */
  readonly address?: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly isSecure: boolean;
  /** What to do about STARTTLS: `offered` encrypts when the server can. */
  readonly startTls: 'offered' | 'required' | 'never';
  readonly user: string;
  readonly password: string;
}

/** The server of an address such as `smtp://user:password@host:port`; `smtps:` speaks TLS from the first byte. */
export function smtpServerOf(address: string): SmtpServer {
  const url = new URL(address);
  const isSecure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (isSecure ? 465 : 587),
    isSecure,
    startTls: 'offered',
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}
