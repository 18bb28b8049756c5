import { startLoopback } from './loopback.ts';

const loopback = await startLoopback({ paced: false });
await loopback.review(10);
await loopback.close();
process.exit(0);
