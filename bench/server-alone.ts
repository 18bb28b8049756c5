import { startServer } from '../src/app/server.ts';

/** The server in a process of its own, for its memory to be watched: `server-alone.ts <options as JSON>`; says where it listens. */
const server = await startServer(JSON.parse(process.argv[2] ?? '{}') as Parameters<typeof startServer>[0]);
console.log(server.webhookUrl);
