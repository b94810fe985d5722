import type { Dashboard } from '@engagex/domain/analytics';
import { CircleCheck, Circle } from 'lucide-react';
import { ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';

/** What to do first in a new organization; gone once the first campaign is out. */
export function FirstSteps({ dashboard }: { dashboard: Dashboard }) {
  const steps = [
    {
      name: 'Import your contacts',
      text: 'Upload a CSV file. You see every rejected row, and why.',
      href: '/contacts/import',
      isDone: dashboard.contacts > 0,
    },
    {
      name: 'Create a template',
      text: 'Start from a message that is ready to send.',
      href: '/templates/new',
      isDone: dashboard.templates > 0,
    },
    {
      name: 'Send a campaign',
      text: 'Watch live what happens to everyone in the audience.',
      href: '/campaigns/new',
      isDone: false,
    },
  ];
  const next = steps.findIndex(({ isDone }) => !isDone);
  return (
    <Card>
      <CardHeader title="First steps" />
      <CardBody>
        <ol className="flex flex-col gap-4">
          {steps.map(({ name, text, href, isDone }, index) => (
            <li key={name} className="flex flex-wrap items-center gap-3">
              {isDone ? (
                <CircleCheck className="size-5 text-good" aria-label="Done" />
              ) : (
                <Circle className="size-5 text-muted" aria-label="To do" />
              )}
              <span className="min-w-0 flex-1 basis-48">
                <span className="block font-medium">{name}</span>
                <span className="block text-sm text-muted">{text}</span>
              </span>
              {!isDone && (
                <ButtonLink href={href} variant={index === next ? 'primary' : 'secondary'}>
                  {name}
                </ButtonLink>
              )}
            </li>
          ))}
        </ol>
      </CardBody>
    </Card>
  );
}
