import { DomainError, invalid } from '@engagex/domain/shared';
import {
  liquidProblem,
  problemsInLiquid,
  type TemplateProblem,
  variablesIn,
  webAddress,
} from '@engagex/domain/templates';
import { convertTemplate } from '../html-conversion/convert-template.ts';
import { type CompiledLanguages, compileLanguages } from '../compile-languages.ts';
import { contentFor } from '../content-for-reader.ts';
import { prepareMessage, type PreparedMessage, type RenderedMessage } from '../prepare-message.ts';
import { untrackedContent } from '../untracked-content.ts';
import { loadFor } from './loading.ts';
import { previewOf } from './preview.ts';
import { renderEverybody } from './render-everybody.ts';
import { problemsInRendering, type RenderContext } from './prove-rendering.ts';
import type { Person } from './sample-people.ts';
import type { TemplateContent, WrittenContent } from '../template-content.ts';

/** What a campaign would be launched with, and everything that a review says about it. */
export interface ReviewedTemplate extends CompiledLanguages {
  /** Names of the contact's attributes that it reads. */
  readonly attributes: readonly string[];
}

interface Message {
  readonly content: TemplateContent;
  readonly variables: object;
  /** A subject instead of the content's own. */
  readonly subject: string | null;
  readonly isTemplate: boolean;
  readonly timeZone: string;
  /** Of whoever it is for. */
  readonly language: string | null;
}

interface TestSend {
  readonly content: TemplateContent;
  /** One object for each message. */
  readonly variables: readonly object[];
  readonly timeZone: string;
  /** In which they are; null: in that of the content. */
  readonly language: string | null;
}

interface Shown {
  readonly content: WrittenContent;
  readonly variables: object;
  readonly timeZone: string;
}

type Review = RenderContext & { readonly content: TemplateContent; readonly people: readonly Person[] };

const load = ({ content }: { readonly content: TemplateContent }) => loadFor(content);

/** Everything that is done with what people wrote, in a process that may be ended at any moment. */
export const templateJobs = {
  /** What keeps content from being stored. */
  check: { prepare: load, run: ({ content }: { content: TemplateContent }) => problemsOfStoring(content) },
  review: { prepare: load, run: review },
  preview: { prepare: load, run: previewOf },
  write: { prepare: load, run: write },
  /** Code as the document of a visual template. */
  convert: { prepare: load, run: ({ content }: { content: TemplateContent }) => convertTemplate(content) },
  /** Web addresses that its links lead to, without those that depend on the person. */
  links: { prepare: load, run: ({ content }: { content: TemplateContent }) => linksOf(content) },
  testSend: { prepare: load, run: testSend },
  renderEverybody: { prepare: load, run: renderEverybody },
  /** What was compiled before, as one person got it. */
  show: { run: show },
};
export type TemplateJobs = typeof templateJobs;

/** A template that cannot be read is not stored; one that merely is not ready to be sent is. */
async function problemsOfStoring(content: TemplateContent): Promise<readonly TemplateProblem[]> {
  const { errors } = await compileLanguages(content);
  return errors;
}

async function linksOf(content: TemplateContent): Promise<readonly string[]> {
  const { links, translations } = await compileLanguages(content);
  return [...new Set([links, ...translations.map((each) => each.links)].flat())].filter(
    (link) => webAddress(link) === link,
  );
}

async function review({ content, people, ...context }: Review): Promise<ReviewedTemplate> {
  const compiled = await compileLanguages(content);
  const attributes = attributesIn(content);
  const isReadable = compiled.errors.length === 0;
  const rendering = !isReadable ? [] : problemsInRendering(compiled, { people, attributes, ...context });
  const said = new Set(compiled.problems.map(({ message }) => message));
  const problems = [
    ...compiled.problems,
    ...rendering.filter(({ message }) => !said.has(message) && said.add(message)),
  ];
  return { ...compiled, problems, attributes };
}

function attributesIn({ subject, preheader, body, textBody, languages }: TemplateContent): string[] {
  const translated = languages?.others.flatMap((each) => [each.subject ?? '', each.preheader ?? '', each.body]) ?? [];
  const names = [subject, preheader, body, textBody, ...translated].flatMap((source) => {
    if (problemsInLiquid('', source).length > 0) return [];
    return variablesIn(source).map((name) => /^contact\.attributes\.([a-z0-9_]+)/.exec(name)?.[1] ?? '');
  });
  return [...new Set(names.filter(Boolean))];
}

async function write({ content: inAll, variables, subject, isTemplate, timeZone, language }: Message) {
  const content = contentFor(inAll, language);
  const message = isTemplate ? await keptMessageOf(content, timeZone) : await messageOf(content, timeZone);
  const written = rendered(message, variables);
  const own = subject === null ? written : rendered(subjectOf(subject, timeZone), variables);
  return { ...written, subject: own.subject, link: linkIn(content) };
}

const linksOfCampaigns = new Set(['unsubscribe_url', 'preferences_url', 'view_in_browser_url']);

/** A link that only messages of campaigns have. */
function linkIn({ subject, preheader, body, textBody }: TemplateContent): string | null {
  const names = [subject, preheader, body, textBody].flatMap((source) =>
    /unsubscribe_url|preferences_url|view_in_browser_url/.test(source) ? variablesIn(source) : [],
  );
  return names.find((name) => linksOfCampaigns.has(name)) ?? null;
}

async function testSend({ content, variables, timeZone, language }: TestSend): Promise<RenderedMessage[]> {
  const message = await messageOf(contentFor(content, language), timeZone, 'campaign.not-ready');
  return variables.map((each) => rendered(message, each, 'campaign.not-ready'));
}

function show({ content, variables, timeZone }: Shown): RenderedMessage {
  return rendered(prepareMessage(content, { timeZone, language: content.language }), variables, 'campaign.content');
}

const maxKept = 50;
const kept = new Map<string, Promise<PreparedMessage>>();

/** Programs send many messages of few templates. */
function keptMessageOf(content: TemplateContent, timeZone: string): Promise<PreparedMessage> {
  const key = JSON.stringify([content, timeZone]);
  const known = kept.get(key);
  if (known) return known;
  const message = messageOf(content, timeZone);
  const [oldest] = kept.keys();
  if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest);
  kept.set(key, message);
  return message;
}

async function messageOf(content: TemplateContent, timeZone: string, code?: string): Promise<PreparedMessage> {
  const written = await untrackedContent(content, code);
  return prepareMessage(written, { timeZone, language: written.language });
}

function subjectOf(subject: string, timeZone: string): PreparedMessage {
  const [problem] = problemsInLiquid('subject', subject);
  if (problem) throw invalid('message.content', problem.message, [problem]);
  return prepareMessage({ subject, html: '', text: '' }, { timeZone });
}

function rendered(message: PreparedMessage, variables: object, code = 'message.content'): RenderedMessage {
  try {
    return message.render(variables);
  } catch (error) {
    const problem = liquidProblem(error);
    if (problem === null) throw error;
    throw new DomainError('invalid', code, `This cannot be rendered: ${problem}`, { cause: error });
  }
}
