import { route } from './route.ts';

export const liveRoutes = {
  changes: route({
    id: 'live.changes',
    method: 'GET',
    path: '/api/live',
    summary: 'Server-sent events that say which noun and id changed; look again at what you show of it',
    permission: 'reports:read',
    produces: 'text/event-stream',
  }),
};
