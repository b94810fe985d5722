import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Campaign, VariantName } from '@engagex/domain/campaigns';
import { domainOf, invalid } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import type { HandOver, WholeMessage } from '../../ports/mail.ts';
import { TransportSelection, hasStopped, Senders, verdictOnTransport } from '../transports/index.ts';
import { TemplateSandbox } from '../templates/index.ts';
import { CampaignsService, type CampaignVariant, variantNamed, variantsOfDraft } from '../campaigns/index.ts';
import { testersOf } from './preview-campaign.queries.ts';

interface Tester {
  readonly name: string;
  readonly email: string;
  readonly isConfirmed: boolean;
}

interface TestSend {
  readonly campaign: Campaign;
  readonly variants: readonly CampaignVariant[];
  readonly testers: readonly Tester[];
  readonly language: string | null;
  readonly organization: { readonly name: string; readonly postal_address: string | null; readonly timeZone: string };
}

interface Wanted {
  readonly to: readonly string[];
  readonly variant?: VariantName | undefined;
  readonly language?: string | undefined;
}

/** Sends members the message before anybody else gets it. Nothing of it is tracked, counted or stored. */
@Injectable()
export class SendTest {
  constructor(
    private readonly db: TenantDb,
    private readonly campaigns: CampaignsService,
    private readonly transports: TransportSelection,
    private readonly senders: Senders,
    private readonly sandbox: TemplateSandbox,
  ) {}

  /** Of a campaign that compares variants, the one that is named, or each of them. */
  async send(id: string, wanted: Wanted) {
    const testSend = await this.db.transaction(() => this.#prepare(id, wanted));
    const written = await Promise.all(testSend.variants.map((each) => this.#write(each, testSend)));
    const messages = written.flat();
    const handOvers = await this.#handOver(messages.map(({ message }) => message));
    const results = messages.map(({ message, name }) => {
      const { kind, response } = handOvers.get(message) ?? nothingUsable;
      return { email: message.to.address, variant: name, isAccepted: kind === 'accepted', response };
    });
    return { results };
  }

  async #write(variant: CampaignVariant, testSend: TestSend) {
    const { content, name } = variant;
    const variables = testSend.testers.map((tester) => variablesOf(tester, testSend));
    const { timeZone } = testSend.organization;
    const rendered = await this.sandbox.run('testSend', { content, variables, timeZone, language: testSend.language });
    return testSend.testers.flatMap((tester, index) => {
      const message = rendered[index];
      return message ? [{ name, message: addressed(message, tester, { variant, campaign: testSend.campaign }) }] : [];
    });
  }

  /** Through the transports of the organization, as its campaigns go: the first that can be used, then the next. */
  async #handOver(messages: readonly WholeMessage[]): Promise<ReadonlyMap<WholeMessage, HandOver>> {
    const handOvers = new Map<WholeMessage, HandOver>();
    let left = messages;
    for (let tries = 0; left.length > 0 && tries < mostTries; tries += 1) {
      const choice = await this.transports.choose('messages');
      if (choice.kind !== 'transport') {
        const response = choice.kind === 'none' ? choice.because : nothingUsable.response;
        for (const each of left) handOvers.set(each, { kind: 'unreachable', response });
        break;
      }
      const { transport } = choice;
      const handed = transport.isProbe ? left.slice(0, 1) : left;
      const answers = await transport.mail.sendAll(handed);
      const verdict = verdictOnTransport(answers);
      await this.transports.record(transport, verdict);
      for (const [index, each] of handed.entries()) handOvers.set(each, answers[index] ?? nothingUsable);
      left = left.filter((each) => needsAnother(handOvers.get(each), hasStopped(verdict)));
    }
    return handOvers;
  }

  async #prepare(id: string, { to, variant, language }: Wanted): Promise<TestSend> {
    const campaign = await this.campaigns.lock(id); // what is noted below belongs to this transaction
    if (!campaign.templateId) throw invalid('campaign.not-ready', 'Choose a template first.');
    if (!campaign.senderEmail) throw invalid('campaign.not-ready', 'Enter the sender address first.');
    await this.senders.assert(campaign.senderEmail, 'senderEmail');
    const all = await variantsOfDraft(this.db, campaign);
    const variants = variant ? [variantNamed(all, variant)] : all;
    const wanted = [...new Set(to.map((email) => email.toLowerCase()))];
    const testers = await this.db.rows<Tester>(testersOf, [wanted]);
    for (const email of wanted) assertTester(email, testers);
    const organization = await this.db.row<TestSend['organization']>(
      'select name, postal_address, time_zone as "timeZone" from organizations where id = current_organization()',
    );
    noteAudit({
      objectId: id,
      after: {
        testSentTo: testers.map(({ email }) => email),
        ...(variant && { variant }),
        ...(language && { language }),
      },
    });
    return {
      campaign,
      variants,
      testers,
      language: language ?? null,
      organization: organization ?? { name: '', postal_address: null, timeZone: 'UTC' },
    };
  }
}

function assertTester(email: string, testers: readonly Tester[]): void {
  const tester = testers.find((each) => each.email.toLowerCase() === email);
  if (tester?.isConfirmed) return;
  const message = tester
    ? `${email} has not been confirmed yet. Its owner finds the link in their inbox.`
    : `${email} is not a member of this organization. Tests only go to members; invite them first.`;
  throw invalid('campaign.no-tester', message, [{ path: ['to'], message }]);
}

/** Each transport at most, and a probe for each of those that were away. */
const mostTries = 20;
const nothingUsable: HandOver = {
  kind: 'unreachable',
  response:
    'No mail transport can be reached right now. Check the transports in the settings, then send the test again.',
};

/** Certainly not handed over, and by a transport that others may follow. */
function needsAnother(handOver: HandOver | undefined, hasTransportStopped: boolean): boolean {
  if (!handOver) return true;
  return hasTransportStopped && (handOver.kind === 'unreachable' || handOver.kind === 'refused');
}

function variablesOf({ name, email }: Tester, { campaign, organization, language }: TestSend): object {
  const [firstName = '', ...others] = name.split(' ');
  const contact = {
    email,
    first_name: firstName,
    last_name: others.join(' '),
    phone: null,
    language,
    country: null,
    attributes: {},
  };
  const { timeZone: _, ...shown } = organization;
  const links = { unsubscribe_url: '#', preferences_url: '#', view_in_browser_url: '#' };
  return { contact, organization: shown, campaign: { name: campaign.name }, ...links };
}

function addressed(
  { subject, ...parts }: Pick<WholeMessage, 'subject' | 'html' | 'text'>,
  { name, email }: Tester,
  { campaign, variant }: { campaign: Campaign; variant: CampaignVariant },
): WholeMessage {
  const id = randomUUID();
  return {
    ...parts,
    subject: `${variant.name ? `[Test ${variant.name}]` : '[Test]'} ${subject}`,
    deliveryId: id,
    from: { name: variant.senderName ?? campaign.senderName, address: campaign.senderEmail },
    to: { name, address: email },
    ...(campaign.replyTo && { replyTo: { name: '', address: campaign.replyTo } }),
    messageId: `<${id}@${domainOf(campaign.senderEmail)}>`,
    headers: {},
  };
}
