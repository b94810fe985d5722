import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Campaign } from '@engagex/domain/campaigns';
import { DomainError, invalid } from '@engagex/domain/shared';
import { liquidProblem, Template } from '@engagex/domain/templates';
import { TenantDb } from '@engagex/tenancy';
import { IsNull } from 'typeorm';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Mail, type OutgoingMessage } from '../../ports/mail.ts';
import { addPreheader, htmlOf, type PreparedMessage, prepareMessage, textFor } from '../templates/index.ts';
import { testersOf } from './campaigns.queries.ts';
import { CampaignsService } from './campaigns.service.ts';

interface Tester {
  readonly name: string;
  readonly email: string;
  readonly isConfirmed: boolean;
}

interface Test {
  readonly campaign: Campaign;
  readonly template: Template;
  readonly testers: readonly Tester[];
  readonly organization: { readonly name: string; readonly postal_address: string | null };
}

/** Sends members the message before anybody else gets it. Nothing of it is tracked, counted or stored. */
@Injectable()
export class TestCampaign {
  constructor(
    private readonly db: TenantDb,
    private readonly campaigns: CampaignsService,
    private readonly mail: Mail,
  ) {}

  async test(id: string, to: readonly string[]) {
    const test = await this.db.transaction(() => this.#prepare(id, to));
    const message = await messageOf(test.template);
    const messages = test.testers.map((tester) => messageFor(tester, message, test));
    const results = await Promise.all(
      messages.map(async (each) => {
        const { kind, response } = await this.mail.send(each);
        return { email: each.to.address, isAccepted: kind === 'accepted', response };
      }),
    );
    return { results };
  }

  async #prepare(id: string, to: readonly string[]): Promise<Test> {
    const campaign = await this.campaigns.lock(id); // what is noted below belongs to this transaction
    if (!campaign.templateId) throw invalid('campaign.not-ready', 'Choose a template first.');
    if (!campaign.senderEmail) throw invalid('campaign.not-ready', 'Enter the address the message comes from first.');
    const template = await this.db.repo(Template).findOneBy({ id: campaign.templateId, deletedAt: IsNull() });
    if (!template) throw invalid('campaign.not-ready', 'The template was deleted. Choose another.');
    const wanted = [...new Set(to.map((email) => email.toLowerCase()))];
    const testers = await this.db.rows<Tester>(testersOf, [wanted]);
    for (const email of wanted) assertTester(email, testers);
    const organization = await this.db.row<Test['organization']>(
      'select name, postal_address from organizations where id = current_organization()',
    );
    noteAudit({ objectId: id, after: { testSentTo: testers.map(({ email }) => email) } });
    return { campaign, template, testers, organization: organization ?? { name: '', postal_address: null } };
  }
}

function assertTester(email: string, testers: readonly Tester[]): void {
  const tester = testers.find((each) => each.email.toLowerCase() === email);
  if (tester?.isConfirmed) return;
  const message = tester
    ? `${email} has not been confirmed yet. Its owner finds the link in their inbox.`
    : `${email} is no member of this organization. Tests go to members only; invite them first.`;
  throw invalid('campaign.no-tester', message, [{ path: ['to'], message }]);
}

/** The content with its links as they are. */
async function messageOf(template: Template): Promise<PreparedMessage> {
  const { html, problems } = await htmlOf(template);
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw invalid('campaign.not-ready', error.message);
  try {
    const parts = { html: addPreheader(html, template.preheader), text: textFor(template, html) };
    return prepareMessage({ subject: template.subject, ...parts });
  } catch (error) {
    throw inWords(error);
  }
}

function messageFor(
  { name, email }: Tester,
  message: PreparedMessage,
  { campaign, organization }: Test,
): OutgoingMessage {
  const id = randomUUID();
  const [firstName = '', ...others] = name.split(' ');
  const contact = {
    email,
    first_name: firstName,
    last_name: others.join(' '),
    phone: null,
    language: null,
    country: null,
  };
  try {
    const variables = { contact: { ...contact, attributes: {} }, organization, campaign: { name: campaign.name } };
    const { subject, ...parts } = message.render({ ...variables, unsubscribe_url: '#' });
    return {
      ...parts,
      subject: `[Test] ${subject}`,
      deliveryId: id,
      from: { name: campaign.senderName, address: campaign.senderEmail },
      to: { name, address: email },
      messageId: `<${id}@${campaign.senderEmail.slice(campaign.senderEmail.lastIndexOf('@') + 1)}>`,
      headers: {},
    };
  } catch (error) {
    throw inWords(error);
  }
}

function inWords(error: unknown): unknown {
  const problem = liquidProblem(error);
  if (problem === null) return error;
  return new DomainError('invalid', 'campaign.not-ready', `This cannot be rendered: ${problem}`, { cause: error });
}
