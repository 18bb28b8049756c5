import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Advanced Concurrency',
  about: [
    'Threads for waiting, processes for computing, asyncio for many conversations at once; tasks in groups, so',
    'that none is lost and all can be cancelled.',
  ].join(' '),
  bullets: ['Choose', 'Executors', 'Structured async', 'Patterns'],
});
