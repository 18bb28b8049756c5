import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Security Fundamentals',
  about: [
    'Input is checked, secrets stay out of the repository, passwords are hashed slowly, and every process has the',
    'fewest rights that it needs.',
  ].join(' '),
  bullets: ['Secure coding', 'Dependencies', 'Secrets', 'Authentication', 'Runtime'],
});
