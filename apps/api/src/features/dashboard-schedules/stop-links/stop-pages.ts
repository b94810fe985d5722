import { page, speechIn } from '@engagex/domain/recipients';
import { escapeHtml, inOneDirection } from '@engagex/domain/shared';

/** Pages for members, in English like the rest of what they see. */
const english = { speech: speechIn('en'), here: null } as const;

export function confirmStopPage(dashboard: string): string {
  const name = nameOf(dashboard);
  return page({
    ...english,
    title: 'Stop this mail',
    content: `<h1>Stop the mail of “${name}”?</h1>
     <p>You will get no more mail from this schedule. Other people still get it.</p>
     <form method="post"><div class="row middle"><button>Stop this mail</button></div></form>`,
  });
}

export function stoppedPage(dashboard: string): string {
  return page({
    ...english,
    title: 'Mail stopped',
    content: `<h1>“${nameOf(dashboard)}” is no longer mailed to you</h1>
     <p>To get it again, ask whoever set it up, or schedule it for yourself.</p>`,
  });
}

export function unknownStopPage(): string {
  return page({
    ...english,
    title: 'Link not valid',
    content: `<h1>This link is not valid</h1>
     <p>It was cut off, or you are no longer among the people this dashboard is mailed to. If you still get the mail, open the link in the latest one.</p>`,
  });
}

function nameOf(dashboard: string): string {
  return escapeHtml(inOneDirection(dashboard));
}
