import 'reflect-metadata';
import { AppModule } from './app.module.ts';
import { readConfig } from './config.ts';
import { createServer, listen } from './platform/server.ts';

/** The door for events in a process of its own, for installations that take so many that people would notice. */
const config = readConfig();
const app = await createServer(AppModule.forRoot(config, 'events'), { maxUploadBytes: 0, only: 'events' });
await listen(app, config, 'events');
