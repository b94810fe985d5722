import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { browserNotifications } from '../browser-notifications.ts';

const words = {
  on: 'On in this browser. They are shown while no tab with EngageX is visible.',
  off: 'Off in this browser. When on, they are shown while no tab with EngageX is visible.',
  blocked: 'Blocked by this browser. Allow notifications for this site in the settings of the browser first.',
  missing: 'This browser cannot show notifications here. They need HTTPS.',
} as const;

/** Whether this browser shows notifications: asked only when somebody turns it on, and remembered here only. */
export function BrowserCard() {
  const [state, setState] = useState(browserNotifications.state);
  const turnOn = async () => setState(await browserNotifications.turnOn());
  return (
    <Card>
      <CardHeader
        title="Browser notifications"
        action={
          state === 'on' ? (
            <Button onClick={() => setState(browserNotifications.turnOff())}>Turn off</Button>
          ) : state === 'off' ? (
            <Button onClick={() => void turnOn()}>Turn on in this browser</Button>
          ) : null
        }
      />
      <CardBody>
        <p role="status" className="text-muted">
          {words[state]}
        </p>
      </CardBody>
    </Card>
  );
}
