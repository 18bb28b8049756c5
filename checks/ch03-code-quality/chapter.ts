import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Code Quality, Linting, Formatting',
  about: [
    'Formatters and linters settle style so that people can talk about meaning. What matters is that they run',
    'everywhere, and that nobody has to fight them.',
  ].join(' '),
  bullets: ['Style', 'Lint', 'Metrics', 'Automation', 'Balance'],
});
