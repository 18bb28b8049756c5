import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Advanced Topics',
  about: [
    'Sub-interpreters, extensions, descriptors, metaclasses and plugins: powerful, seldom needed, and worth using',
    'only by their documented rules.',
  ].join(' '),
  bullets: ['Subinterpreters', 'C extensions', 'Memory management', 'Metaprogramming', 'Plugin systems'],
});
