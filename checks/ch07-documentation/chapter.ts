import { defineChapter } from '../../src/sdk/chapter.ts';

export default defineChapter({
  title: 'Documentation as Code',
  about: [
    'Documentation lives beside the code, is built and tested with it, and is wrong the moment that it is not',
    'changed with it.',
  ].join(' '),
  bullets: ['Tools', 'Doc tests', 'Coverage', 'API docs', 'Versioning'],
});
