import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Comprehensive Testing',
  about: [
    'Many unit tests, some integration tests, a few end to end. A test that cannot fail, or that never runs, is',
    'worse than none, because it is trusted.',
  ].join(' '),
  bullets: ['Pyramid', 'pytest', 'Property-based', 'Async testing', 'Quality'],
});
