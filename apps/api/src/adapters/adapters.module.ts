import { standingOfSender } from '@engagex/domain/transports';
import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type Config, takesPayments } from '../config.ts';
import { Buckets } from '../ports/buckets.ts';
import { CertificateAuthority } from '../ports/certificate-authority.ts';
import { Clock } from '../ports/clock.ts';
import { Dns } from '../ports/dns.ts';
import { Files } from '../ports/files.ts';
import { Mail, MailAhead, type SigningKey } from '../ports/mail.ts';
import { Mailboxes } from '../ports/mailboxes.ts';
import { MailServers } from '../ports/mail-servers.ts';
import { Payments } from '../ports/payments.ts';
import { Pictures } from '../ports/pictures.ts';
import { UsageSink } from '../ports/usage-sink.ts';
import { installationSender, senderRulesOf } from '../sender-rules.ts';
import { AcmeAuthority, NoAuthority } from './acme-authority.ts';
import { ChromiumPictures } from './chromium/chromium-pictures.ts';
import { keyOfSender } from './mime/dkim.ts';
import { DiskFiles } from './disk-files.ts';
import { NamedBuckets } from './named-buckets.ts';
import { NamedMailboxes } from './mailboxes/named-mailboxes.ts';
import { NamedMailServers } from './named-mail-servers.ts';
import { NodeDns } from './node-dns.ts';
import { S3Files } from './s3-files.ts';
import { SendGridMail } from './sendgrid-mail.ts';
import { NodemailerMail } from './nodemailer-mail.ts';
import { type KeyFor, SmtpMail } from './smtp/smtp-mail.ts';
import { timeoutsUpTo } from './smtp/timeouts.ts';
import { NoPayments } from './stripe/no-payments.ts';
import { NoUsageSink } from './stripe/no-usage-sink.ts';
import { StripePayments } from './stripe/stripe-payments.ts';
import { StripeUsageSink } from './stripe/stripe-usage-sink.ts';
import { SystemClock } from './system-clock.ts';

/** How long to wait for one answer of a mailbox's server, unless MAIL_TIMEOUT_SECONDS says. */
const mailboxSeconds = 30;

/** Chooses the adapter behind each port from the configuration. */
@Global()
@Module({})
export class AdaptersModule implements OnApplicationShutdown {
  constructor(
    private readonly mail: Mail,
    private readonly mailAhead: MailAhead,
    private readonly pictures: Pictures,
  ) {}

  static forRoot(config: Config): DynamicModule {
    return {
      module: AdaptersModule,
      providers: [
        { provide: Clock, useFactory: () => new SystemClock() },
        { provide: Mail, useFactory: () => mailOf(config) },
        { provide: MailAhead, useFactory: () => mailOf(config) },
        { provide: Dns, useFactory: () => new NodeDns(config.DNS_SERVERS, { allowsPrivate: config.PRIVATE_NETWORKS }) },
        {
          provide: MailServers,
          useFactory: (dns: Dns) =>
            new NamedMailServers(dns, {
              sendGridUrl: config.SENDGRID_BASE_URL,
              allowsPrivate: config.PRIVATE_NETWORKS,
              timeoutSeconds: config.MAIL_TIMEOUT_SECONDS,
              keyFor: signingKeyOf(config),
            }),
          inject: [Dns],
        },
        {
          provide: Mailboxes,
          useFactory: (dns: Dns) => new NamedMailboxes(dns, (config.MAIL_TIMEOUT_SECONDS ?? mailboxSeconds) * 1_000),
          inject: [Dns],
        },
        { provide: CertificateAuthority, useFactory: () => authorityOf(config) },
        { provide: Files, useFactory: () => filesOf(config) },
        { provide: Buckets, useFactory: () => new NamedBuckets() },
        { provide: Payments, useFactory: () => paymentsOf(config) },
        { provide: UsageSink, useFactory: () => usageSinkOf(config) },
        {
          provide: Pictures,
          useFactory: () =>
            new ChromiumPictures({
              path: config.CHROMIUM_PATH,
              sandbox: config.CHROMIUM_SANDBOX,
              webFolder: config.WEB_DIR,
            }),
        },
      ],
      exports: [
        Buckets,
        CertificateAuthority,
        Clock,
        Dns,
        Files,
        Mail,
        MailAhead,
        Mailboxes,
        MailServers,
        Payments,
        Pictures,
        UsageSink,
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.pictures.close();
    await Promise.all([this.mail.close(), this.mailAhead.close()]);
  }
}

function authorityOf({ ACME_DIRECTORY_URL, ACME_CONTACT, NODE_ENV }: Config): CertificateAuthority {
  if (!ACME_DIRECTORY_URL) return new NoAuthority();
  const pollMs = NODE_ENV === 'test' ? 50 : 2_000;
  return new AcmeAuthority({ directoryUrl: ACME_DIRECTORY_URL, contact: ACME_CONTACT, pollMs });
}

function paymentsOf(config: Config): Payments {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRETS: webhookSecrets, STRIPE_TAX: tax } = config;
  if (!takesPayments(config) || !secretKey) return new NoPayments();
  return new StripePayments({ secretKey, webhookSecrets, tax, apiBase: config.STRIPE_API_BASE });
}

function usageSinkOf(config: Config): UsageSink {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_METER_WEBHOOK_SECRETS: meterWebhookSecrets } = config;
  if (!takesPayments(config) || !secretKey) return new NoUsageSink();
  return new StripeUsageSink({ secretKey, meterWebhookSecrets, apiBase: config.STRIPE_API_BASE });
}

function filesOf(config: Config): Files {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region } = config;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = config;
  if (!endpoint || !bucket || !accessKeyId || !secretAccessKey) return new DiskFiles(config.FILES_DIR); // config.ts wants all or none
  return new S3Files({ endpoint, bucket, region, accessKeyId, secretAccessKey });
}

function mailOf(config: Config): Mail {
  const {
    SENDGRID_API_KEY: apiKey,
    SENDGRID_BASE_URL: baseUrl,
    SMTP_URL,
    MAIL_TIMEOUT_SECONDS: timeoutSeconds,
  } = config;
  if (apiKey) return new SendGridMail({ apiKey, baseUrl, timeoutSeconds });
  if (!SMTP_URL) throw new Error('Neither SENDGRID_API_KEY nor SMTP_URL is set.'); // config.ts refuses this before
  const keyFor = signingKeyOf(config);
  if (new URL(SMTP_URL).search) return new NodemailerMail(SMTP_URL, { keyFor, timeoutSeconds });
  return new SmtpMail(SMTP_URL, {
    keyFor,
    timeouts: timeoutsUpTo(timeoutSeconds),
  });
}

/**
 * The key that a message brings along, of a domain its organization has verified. The installation's own key signs for the
 * installation itself and senders that the operator named, whatever else has its domain.
 */
function signingKeyOf(config: Config): KeyFor {
  const key = dkimKeyOf(config);
  const rules = senderRulesOf(config);
  const own = installationSender(config).toLowerCase();
  return (message) => {
    if (message.signWith) return message.signWith;
    const { address } = message.from;
    const isSigned = key && (address.toLowerCase() === own || standingOfSender(address, rules) === 'named');
    return isSigned ? keyOfSender(key, message) : null;
  };
}

function dkimKeyOf({ DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY }: Config): SigningKey | null {
  if (!DKIM_DOMAIN || !DKIM_SELECTOR || !DKIM_PRIVATE_KEY) return null; // config.ts wants all of them or none
  return { domain: DKIM_DOMAIN, selector: DKIM_SELECTOR, privateKey: DKIM_PRIVATE_KEY };
}
