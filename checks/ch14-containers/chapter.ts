import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Containerization & Deployment',
  about: [
    'Small images built in stages, layers ordered so that the cache works, configuration from outside, secrets',
    'never inside, and no process as root.',
  ].join(' '),
  bullets: ['Docker', 'Optimization', 'Config', 'Targets', 'Pattern'],
});
