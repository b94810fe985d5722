import type { EventProvider } from '@engagex/domain/provider-events';

export const providerNames: Readonly<Record<EventProvider, string>> = {
  sendgrid: 'SendGrid',
  ses: 'Amazon SES',
  postmark: 'Postmark',
  mailgun: 'Mailgun',
  webhook: 'Another provider',
};

/** What to do at the provider, with the URL that is shown. */
export const stepsAt: Readonly<Record<EventProvider, string>> = {
  sendgrid:
    'In SendGrid, open Settings → Mail Settings → Event Webhooks. Add a webhook with this URL, select the deliverability events, unsubscribes and spam reports, and switch on Signed Event Webhook.',
  ses: 'In Amazon SES, publish delivery, bounce and complaint events to the SNS topic, with the original headers. Add an HTTPS subscription to the topic with this URL, without raw message delivery. It is confirmed automatically.',
  postmark:
    'In Postmark, open the message stream → Webhooks. Add a webhook with this URL and select delivery, bounce, spam complaint and subscription change. Enter the username and password under basic auth.',
  mailgun:
    'In Mailgun, open Send → Sending → Webhooks. Add this URL for delivered, permanent failure, temporary failure, spam complaints and unsubscribes.',
  webhook:
    'Have your provider, or a program between it and us, post events to this URL. The API documentation describes the format and the signature (POST /hooks/webhook/{id}).',
};
