import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Database Interactions & ORMs',
  about: [
    'Sessions awaited and closed, transactions that end on purpose, and migrations that run on tables with rows',
    'in them while the old version is still serving.',
  ].join(' '),
  bullets: ['Options', 'Async', 'Transactions', 'Migrations', 'Microservices'],
});
