import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Python Security Best Practices',
  about: [
    'Python can run text as code, unpickle objects and hand strings to a shell or a database. Each has a safe',
    'sister; the safe one is the default.',
  ].join(' '),
  bullets: ['Static analysis', 'Dangerous patterns', 'OWASP Top 10', 'Threat modeling', 'Secure defaults'],
});
