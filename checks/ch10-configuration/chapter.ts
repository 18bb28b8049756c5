import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Configuration Management',
  about: [
    'Settings come from the environment, are typed and checked at start, and never hold a secret in code. A',
    'missing setting stops the start, not the first request.',
  ].join(' '),
  bullets: ['Tools', 'Secrets', 'Multi-env', 'Validation'],
});
