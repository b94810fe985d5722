import { recall, remember } from '../../shared/storage.ts';

const key = 'browser-notifications';
const visibleLock = 'engagex.visible';

export type BrowserNotificationState = 'on' | 'off' | 'blocked' | 'missing';

function state(): BrowserNotificationState {
  if (!('Notification' in window) || !('locks' in navigator)) return 'missing';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' && recall(key) === 'on' ? 'on' : 'off';
}

/** Notifications of the browser itself. Whether they are shown is remembered on this device. */
export const browserNotifications = {
  state,
  /** After a click: browsers ask the person only then. */
  async turnOn(): Promise<BrowserNotificationState> {
    if ((await Notification.requestPermission()) === 'granted') remember(key, 'on');
    return state();
  },
  turnOff(): BrowserNotificationState {
    remember(key, null);
    return state();
  },
};

/** As long as this tab is visible, no other tab shows notifications. Returns what ends that. */
export function holdWhileVisible(): () => void {
  if (!('locks' in navigator)) return () => {};
  let letGo = () => {};
  function follow() {
    letGo();
    if (document.visibilityState !== 'visible') return;
    const held = Promise.withResolvers<void>();
    letGo = held.resolve;
    void navigator.locks.request(visibleLock, { mode: 'shared' }, () => held.promise);
  }
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    letGo();
  };
}

/** Whether a tab with EngageX is visible in this browser. */
export async function isAnyTabVisible(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === visibleLock);
}
