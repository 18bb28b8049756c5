import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Scripts to Systems',
  about: [
    'A script becomes a system when it passes five hundred lines, grows a second entry point or shares state.',
    'From then on it needs modules, error handling, configuration, logging and tests.',
  ].join(' '),
  bullets: ['When to refactor', 'Priorities', 'Modern typing', 'Exceptions', 'Pydantic v2', '3.12 gains'],
});
