import type { TemplateProblem } from '../templates/template-problem.ts';
import type { Campaign } from './campaign.ts';
import { nameOfVariant, stagesOf, sizesOf, type Variant } from './first-stage.ts';

/** Below this many people per variant, only very different variants have a clear winner. */
const fewPeople = 100;

/** What keeps a test or a roll-out from being sent to this many people. */
export function problemsWithFirstStage(
  campaign: Pick<Campaign, 'abTest' | 'rollout' | 'plan'>,
  people: number,
): TemplateProblem[] {
  const { abTest, rollout } = campaign;
  return [
    ...problemsWithTurns(campaign),
    ...(abTest?.metric === 'revenue' && abTest.currency === undefined
      ? [error('abTest', 'Choose the currency in which the revenue of the variants is compared.')]
      : []),
    ...(abTest ? [...problemsWithVariants(abTest.variants), ...problemsWithTestSize(campaign, people)] : []),
    ...(rollout && !abTest && nobodyIsHeld(campaign, people)
      ? [
          error(
            'rollout',
            `The first part would include all ${people} people. Start with fewer, or send to everyone at once.`,
          ),
        ]
      : []),
  ];
}

/** Whose turn comes when is decided in one way only; a further way is one more line. */
function problemsWithTurns({
  abTest,
  rollout,
  plan,
}: Pick<Campaign, 'abTest' | 'rollout' | 'plan'>): TemplateProblem[] {
  const ways = [
    abTest && 'a test of variants',
    rollout && 'a roll-out that starts with a few',
    plan.kind === 'local' && 'each person’s local time',
  ].filter(Boolean);
  if (ways.length < 2) return [];
  return [error('abTest', `A campaign can use either ${ways.join(' or ')}. Choose one.`)];
}

function problemsWithVariants(variants: readonly Variant[]): TemplateProblem[] {
  return variants.flatMap((variant, index) => {
    const same = variants.findIndex((other) => says(other) === says(variant));
    if (same === index) return [];
    const [first, second] = [nameOfVariant(same), nameOfVariant(index)];
    return [error('abTest', `Variants ${first} and ${second} are identical. Change or remove one of them.`)];
  });
}

function says({ subject, preheader, senderName, templateId }: Variant): string {
  return JSON.stringify([subject, preheader, senderName, templateId]);
}

function problemsWithTestSize(campaign: Pick<Campaign, 'abTest' | 'rollout'>, people: number): TemplateProblem[] {
  if (people === 0) return [];
  if (nobodyIsHeld(campaign, people)) {
    const message = `The test would take all ${people} people, so nobody is left to get the winner. Choose a larger audience or fewer variants.`;
    return [error('abTest', message)];
  }
  const plan = stagesOf(campaign);
  const { each } = plan ? sizesOf(plan, people) : { each: people };
  if (each >= fewPeople) return [];
  const message = `Only ${each} people get each variant. With fewer than ${fewPeople}, a winner is rarely clear.`;
  return [{ severity: 'warning', path: ['abTest'], message }];
}

function nobodyIsHeld(campaign: Pick<Campaign, 'abTest' | 'rollout'>, people: number): boolean {
  const plan = stagesOf(campaign);
  return plan !== null && people > 0 && sizesOf(plan, people).held === 0;
}

function error(field: string, message: string): TemplateProblem {
  return { severity: 'error', path: [field], message };
}
