import { liquidProblem, templateLimits, type TemplateProblem } from '@engagex/domain/templates';
import { activeContent } from '../active-content.ts';
import type { CompiledLanguages } from '../compile-languages.ts';
import { prepareLanguages } from '../prepare-languages.ts';
import { extremePeople, type Person } from './sample-people.ts';

export interface RenderContext {
  readonly organization: { readonly name: string; readonly postal_address: string | null };
  readonly campaign: { readonly name: string };
  readonly timeZone: string;
}

interface Readers extends RenderContext {
  readonly people: readonly Person[];
  /** Names of the attributes that the message reads. */
  readonly attributes: readonly string[];
}

/** Stand in for the links of a message that is sent to nobody. */
export const standInLinks = {
  unsubscribe_url: 'https://a.example/u/token',
  preferences_url: 'https://a.example/u/token/preferences',
  view_in_browser_url: 'https://a.example/u/token/message',
  tracking: 'https://a.example/t/token',
};

/**
 * Renders a compiled message for some people of its audience and for some at the edges. What it cannot be rendered for
 * is found here, and so is what takes so much that somebody could reach the limit.
 */
export function problemsInRendering(compiled: CompiledLanguages, readers: Readers): TemplateProblem[] {
  const { people, attributes, timeZone, organization, campaign } = readers;
  const variablesOf = (contact: Person) => ({ contact, organization, campaign, ...standInLinks });
  const extreme = extremePeople(attributes).map(variablesOf);
  try {
    const messages = prepareLanguages(compiled, timeZone).all;
    const everybody = [...people.map(variablesOf), ...extreme];
    const isTooMuch = (variables: object) =>
      messages.some((message) => message.workFor(variables) > templateLimits.workAtReview);
    if (everybody.some(isTooMuch)) return [tooMuchWork];
    // Of these only, since what somebody typed into a form must not keep everybody's campaign from being sent.
    return messages.flatMap((message) => extreme.flatMap((variables) => activeContent(message.render(variables).html)));
  } catch (error) {
    const problem = liquidProblem(error);
    if (problem === null) throw error;
    return [{ severity: 'error', path: ['body'], message: `This cannot be rendered: ${problem}` }];
  }
}

const tooMuchWork: TemplateProblem = {
  severity: 'error',
  path: ['body'],
  message:
    'Rendering this for one person takes more work than the limit for campaigns allows; use shorter loops, lists and texts.',
};
