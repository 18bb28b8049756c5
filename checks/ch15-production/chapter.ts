import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Performance in Production',
  about: [
    'Under real load the database, the connections and the caches decide: clients live as long as the process,',
    'caches expire, and work is done in batches.',
  ].join(' '),
  bullets: ['Load profiling', 'Database', 'Caching', 'Async batching', 'Monitoring', 'Scaling'],
});
