import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Dependency Management',
  about: [
    'What runs in production is what was tested: versions pinned or locked, locks that match what is declared,',
    'and one way to build the environment.',
  ].join(' '),
  bullets: ['Tools', 'Virtual envs', 'Pinning', 'CI'],
});
