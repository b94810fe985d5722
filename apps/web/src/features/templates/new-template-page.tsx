import { blankStarter, type Starter, starters } from '@engagex/domain/documents';
import type { InputOf } from '@engagex/domain/shared';
import { templatesRoutes } from '@engagex/domain/templates';
import { Code } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useLocation } from 'wouter';
import { useRouteMutation } from '../../shared/query.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { notifyFailure } from '../../ui/toast.tsx';
import { codeStarters } from './components/starter.ts';
import { ChoiceCard } from './gallery/choice-card.tsx';
import { StarterCard } from './gallery/starter-card.tsx';

/** What a template can begin with. Choosing creates it under a name of its own and opens its editor. */
export function NewTemplatePage() {
  const [, go] = useLocation();
  const [chosen, setChosen] = useState<string | null>(null);
  const create = useRouteMutation(templatesRoutes.create, {
    onSuccess: ({ id }) => go(`/templates/${id}`, { replace: true }),
    onError: notifyFailure('The template was not created'),
    onSettled: () => setChosen(null),
  });
  const choose = (key: string, input: InputOf<typeof templatesRoutes.create>) => {
    if (create.isPending) return;
    setChosen(key);
    create.mutate(input);
  };
  const starterCard = (starter: Starter) => (
    <StarterCard
      key={starter.id}
      starter={starter}
      isPending={chosen === starter.id}
      onChoose={() => choose(starter.id, inputOf(starter))}
    />
  );
  return (
    <Page wide>
      <PageHeader
        title="New template"
        trail={[{ name: 'Templates', href: '/templates' }]}
        state="Choose how to start. You can rename it and change everything later."
      />
      <Choices title="Start with blocks" help="Shown in the colors, fonts and logo of your brand.">
        {[blankStarter, ...starters].map(starterCard)}
      </Choices>
      <Choices title="Write code" help="For content you already have, or full control over the markup.">
        {codeStarters.map(({ key, description, input }) => (
          <ChoiceCard
            key={key}
            name={input.name}
            description={description}
            isPending={chosen === key}
            onChoose={() => choose(key, input)}
          >
            <div aria-hidden className="grid h-24 place-items-center bg-subtle text-muted">
              <Code className="size-8" />
            </div>
          </ChoiceCard>
        ))}
      </Choices>
    </Page>
  );
}

function Choices({ title, help, children }: { title: string; help: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div>
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        <p className="text-muted">{help}</p>
      </div>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,13rem),1fr))] gap-4">{children}</ul>
    </section>
  );
}

function inputOf({ name, subject, document }: Starter): InputOf<typeof templatesRoutes.create> {
  return { kind: 'visual', name, subject, document: document() };
}
