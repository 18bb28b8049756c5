import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Performance & Profiling',
  about: [
    'Measure first, with a clock made for measuring; then choose a better algorithm before a faster line; then',
    'measure again.',
  ].join(' '),
  bullets: ['Profile first', 'CPU/memory/I/O', 'Optimize', 'GIL', 'Benchmark'],
});
